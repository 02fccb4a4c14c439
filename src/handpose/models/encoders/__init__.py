"""What turns the crop into features at strides 4, 8, 16 and 32; one file an encoder."""
