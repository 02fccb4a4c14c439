"""Training: an explicit loop of iterations over batches."""
