"""Frames: the crop turned so that the hand is upright, as the affine map from there to the crop.

The wrist is below and the knuckles are above, whichever way the hand points in the crop. This is
the spatial transformer of Jaderberg et al. (2015, arXiv 1506.02025) with its map taken from
keypoints instead of a network's raw numbers.
"""

from __future__ import annotations

from keras import ops

from handpose.hand import FINGERS, WRIST
from handpose.models.heads.base import Batch, Tensor

KNUCKLES = tuple(finger[0] for name, finger in FINGERS.items() if name != "thumb")
# Side of the upright square / side of the crop: corners of the crop turn out of sight otherwise.
# The keypoints say nothing of it: unsure ones lie near the middle, so that a square round them
# would cut fingers off.
_MARGIN = 1.1


def upright_frame(keypoints: Tensor, size: int, side: int) -> Tensor:
    """Frames (batch, 2, 3) from squares of `side` pixels to crop uv, with the crop's middle.

    keypoints: (batch, 21, 2) uv, pixels of a crop of `size`. The direction from the wrist to the
    middle of the knuckles points up in the square.
    """
    knuckles = ops.mean(ops.take(keypoints, KNUCKLES, axis=1), axis=1)
    up = knuckles - keypoints[:, WRIST]
    up = up / (ops.sqrt(ops.sum(ops.square(up), axis=-1, keepdims=True)) + 1e-6)
    right = ops.stack([-up[:, 1], up[:, 0]], axis=-1)
    axes = ops.stack([right, -up], axis=-1)  # (batch, crop, square): x right and y down
    middle = ops.full_like(up[..., None], size / 2)
    return centred_frame(axes * (_MARGIN * size / side), middle, side)


def centred_frame(linear: Tensor, middle: Tensor, side: int) -> Tensor:
    """Frames (batch, 2, 3) with a linear part (batch, 2, 2) and the square's middle (batch, 2, 1)
    in crop uv."""
    corner = middle - (side / 2) * ops.sum(linear, axis=-1, keepdims=True)
    return ops.concatenate([linear, corner], axis=-1)


def transform(affine: Tensor, points: Tensor) -> Tensor:
    """Points (batch, n, 2) moved by affine maps (batch, 2, 3)."""
    x, y = points[..., 0:1], points[..., 1:2]
    linear = x * affine[:, None, :, 0] + y * affine[:, None, :, 1]
    return linear + affine[:, None, :, 2]


def invert(affine: Tensor) -> Tensor:
    """The inverse (batch, 2, 3) of affine maps (batch, 2, 3)."""
    a, b, c, d = (affine[:, row, column] for row in (0, 1) for column in (0, 1))
    x, y, area = affine[:, 0, 2], affine[:, 1, 2], a * d - b * c
    rows = [[d, -b, b * y - d * x], [-c, a, c * x - a * y]]
    return ops.stack([ops.stack(row, axis=-1) for row in rows], axis=1) / area[:, None, None]


def in_frame(batch: Batch, frame: Tensor, side: int) -> Batch:
    """A batch whose keypoints are pixels of the square; one outside of it weighs nothing."""
    keypoints = transform(invert(frame), batch["keypoints"])
    inside = ops.all((keypoints >= 0) & (keypoints <= side), axis=-1)
    weight = batch["weight"] * ops.cast(inside, "float32")
    return {**batch, "keypoints": keypoints, "weight": weight}
