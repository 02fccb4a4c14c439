"""What a cell of the maps says about the hand whose middle is near it, and back.

The six numbers of `geometry`: the middle's offset x, y from the cell's middle, in cells; the
logarithms of width and height over `TYPICAL` cells; cosine and sine of the direction from wrist to
middle MCP, clockwise from straight up.
"""

from __future__ import annotations

import math

import numpy as np
from keras import ops

from handpose.models.detector.network import STRIDE
from handpose.models.heads.base import Tensor

# Halfway, in proportion, between the smallest and the largest hand: 40 of 224 px.
TYPICAL = 10.0
# Widths from a twentieth to twenty times that: what lies beyond is a network gone astray.
_MOST = 3.0


def boxes_of(geometry: Tensor) -> Tensor:
    """Boxes (batch, h, w, 4) x, y, w, h, input pixels, that every cell's geometry means."""
    height, width = geometry.shape[1:3]
    offset, logarithms = geometry[..., 0:2], geometry[..., 2:4]
    middle = (cell_middles(height, width) + offset) * STRIDE
    size = STRIDE * TYPICAL * ops.exp(ops.clip(logarithms, -_MOST, _MOST))
    return ops.concatenate([middle - size / 2, size], axis=-1)


def cell_middles(height: int, width: int) -> np.ndarray:
    """The middles (h, w, 2) x, y of all cells, in cells: 0.5, 1.5, ..."""
    x, y = np.meshgrid(np.arange(width) + 0.5, np.arange(height) + 0.5)
    return np.stack([x, y], axis=-1).astype(np.float32)


def angles_of(geometry: Tensor) -> Tensor:
    """Degrees (...) clockwise from straight up, 0 to 360, of geometry (..., 6)."""
    degrees = ops.arctan2(geometry[..., 5], geometry[..., 4]) * (180 / math.pi)
    return ops.where(degrees < 0, degrees + 360.0, degrees)


def generalised_iou(boxes: Tensor, others: Tensor) -> Tensor:
    """GIoU (...) of boxes (..., 4) x, y, w, h, from -1 to 1 (Rezatofighi et al. 2019, eq. 3).

    Overlap over union, less the share of the box round both that neither fills, so that boxes
    apart still draw each other nearer (arXiv 1902.09630).
    """
    low, high = boxes[..., :2], boxes[..., :2] + boxes[..., 2:]
    other_low, other_high = others[..., :2], others[..., :2] + others[..., 2:]
    shared = _area(ops.maximum(low, other_low), ops.minimum(high, other_high))
    union = _area(low, high) + _area(other_low, other_high) - shared
    round_both = _area(ops.minimum(low, other_low), ops.maximum(high, other_high))
    return shared / (union + _TINY) - (round_both - union) / (round_both + _TINY)


_TINY = 1e-6


def _area(low: Tensor, high: Tensor) -> Tensor:
    return ops.prod(ops.maximum(high - low, 0.0), axis=-1)
