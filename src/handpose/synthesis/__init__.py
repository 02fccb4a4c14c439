"""Synthetic hands: from body shape to a rendered picture with exact labels, on a CPU."""
