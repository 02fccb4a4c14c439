"""Frames: the upright square round a hand, as the affine map from that square to the crop.

The wrist is below and the knuckles are above, whichever way the hand points in the crop. This is
the spatial transformer of Jaderberg et al. (2015, arXiv 1506.02025) with its map taken from
keypoints instead of a network's raw numbers.
"""

from __future__ import annotations

from keras import ops

from handpose.hand import FINGERS, WRIST
from handpose.models.heads.base import Batch, Tensor

KNUCKLES = tuple(finger[0] for name, finger in FINGERS.items() if name != "thumb")
# Side of the square / long side of the upright box round the keypoints.
_MARGIN = 1.3
# The square's side / the crop's: what lies beyond is no hand that fills its crop.
_SIDES = (0.25, 1.6)


def frame_round(keypoints: Tensor, size: int, side: int) -> Tensor:
    """Frames (batch, 2, 3) from squares of `side` pixels to crop uv.

    keypoints: (batch, 21, 2) uv, pixels of a crop of `size`. The direction from the wrist to the
    middle of the knuckles points up in the square.
    """
    knuckles = ops.mean(ops.take(keypoints, KNUCKLES, axis=1), axis=1)
    up = knuckles - keypoints[:, WRIST]
    up = up / (ops.sqrt(ops.sum(ops.square(up), axis=-1, keepdims=True)) + 1e-6)
    right = ops.stack([-up[:, 1], up[:, 0]], axis=-1)
    axes = ops.stack([right, -up], axis=-1)  # (batch, crop, square): x right and y down
    return _frame(keypoints, axes, size, side)


def _frame(keypoints: Tensor, axes: Tensor, size: int, side: int) -> Tensor:
    turned = ops.matmul(keypoints, axes)
    low, high = ops.min(turned, axis=1), ops.max(turned, axis=1)
    length = _MARGIN * ops.max(high - low, axis=-1)
    length = ops.clip(length, _SIDES[0] * size, _SIDES[1] * size)
    middle = ops.matmul(axes, ((low + high) / 2)[..., None])
    return centred_frame(axes * (length / side)[:, None, None], middle, side)


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
