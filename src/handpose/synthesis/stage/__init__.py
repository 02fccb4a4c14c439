"""What stands before the camera: people, what they wear and hold, where they are, the labels."""
