"""Records to batches: decode, crop, augment, batch (tf.data)."""
