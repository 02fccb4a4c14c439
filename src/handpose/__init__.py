"""handpose: train, measure and ship 21-keypoint 2D hand pose models."""

__version__ = "0.1.0"
