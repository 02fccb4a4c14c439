"""From the hands of a scene to what the maps should say."""

from __future__ import annotations

import math
from typing import NamedTuple

from keras import ops

from handpose.models.detector.network import STRIDE
from handpose.models.heads.base import Batch, Tensor

# What `kind` says of a place in a scene's list of hands.
HAND, NOTHING, UNCOUNTED = 1, 0, -1

# Std of the bump / side of the box, and its least, in cells (TTFNet's alpha / 6: arXiv 1909.00700).
_SPREAD, _LEAST_SPREAD = 0.09, 0.5
# From this height of the bump on a cell learns the hand's box and direction.
_FOOT = 0.1


class Targets(NamedTuple):
    """Maps of h x w cells.

    centre: (batch, h, w) 0..1, exactly 1 at the cell with a hand's middle, a Gaussian bump round
    it; empty: (batch, h, w), 0 where a hand that does not count may be found or not, else 1.
    boxes: (batch, h, w, 4) x, y, w, h, input pixels, and angles: (batch, h, w), degrees, of the
    hand whose bump is highest; weight, turning: (batch, h, w), what these count for: a hand's sum
    to about 1 over its cells, `turning` to less where its direction is unclear.
    """

    centre: Tensor
    empty: Tensor
    boxes: Tensor
    angles: Tensor
    weight: Tensor
    turning: Tensor


def targets(batch: Batch, height: int, width: int) -> Targets:
    """The targets of a batch; its `boxes`, `angles`, `clear`, `kind`: `detection/batches.py`."""
    boxes, is_hand = batch["boxes"], ops.cast(batch["kind"] == HAND, "float32")
    spread = ops.maximum(_SPREAD * boxes[..., 2:] / STRIDE, _LEAST_SPREAD)
    bumps = _bumps(boxes, spread, height, width) * is_hand[:, None, None]
    owner, centre = ops.argmax(bumps, axis=-1), ops.max(bumps, axis=-1)
    share = 1 / ops.maximum(_volume(spread), 1.0)
    weight = ops.where(centre >= _FOOT, centre, 0.0) * _owned(share, owner)
    return Targets(
        centre,
        1.0 - _inside(boxes, ops.cast(batch["kind"] == UNCOUNTED, "float32"), height, width),
        _owned(boxes, owner),
        _owned(batch["angles"], owner),
        weight,
        weight * _owned(batch["clear"], owner),
    )


def _bumps(boxes: Tensor, spread: Tensor, height: int, width: int) -> Tensor:
    """Gaussians (batch, h, w, n) of height 1 at the cells with the middles of boxes (batch, n, 4).

    spread: (batch, n, 2) std along x and y, cells.
    """
    middle = (boxes[..., :2] + boxes[..., 2:] / 2) / STRIDE
    last = ops.convert_to_tensor([width - 1, height - 1], "float32")
    cell = ops.clip(ops.floor(middle), 0.0, last)
    across = _bump(width, cell[..., 0], spread[..., 0])
    down = _bump(height, cell[..., 1], spread[..., 1])
    return down[:, :, None] * across[:, None]


def _bump(length: int, cell: Tensor, spread: Tensor) -> Tensor:
    """(batch, length, n), 1 at each cell (batch, n)."""
    apart = ops.arange(length, dtype="float32")[None, :, None] - cell[:, None]
    return ops.exp(-ops.square(apart / spread[:, None]) / 2)


def _volume(spread: Tensor) -> Tensor:
    """The sum (...) of a bump's cells above its foot, of its std (..., 2)."""
    return 2 * math.pi * (1 - _FOOT) * spread[..., 0] * spread[..., 1]


def _owned(values: Tensor, owner: Tensor) -> Tensor:
    """Values (batch, n, ...) of each cell's owner (batch, h, w)."""
    height, width = owner.shape[1:]
    flat = ops.reshape(owner, (-1, height * width))
    rows = values[..., None] if len(values.shape) == 2 else values
    taken = ops.take_along_axis(rows, ops.repeat(flat[..., None], rows.shape[-1], -1), axis=1)
    shape = (-1, height, width, *values.shape[2:])
    return ops.reshape(taken, shape)


def _inside(boxes: Tensor, chosen: Tensor, height: int, width: int) -> Tensor:
    """1 (batch, h, w) where a cell's middle lies in a chosen (batch, n) one of the boxes, or 0."""
    low, high = boxes[..., :2], boxes[..., :2] + boxes[..., 2:]
    across = _between(width, low[..., 0], high[..., 0])
    down = _between(height, low[..., 1], high[..., 1]) * chosen[:, None]
    # Every cell against every box took 4 % of a training step.
    return ops.cast(ops.einsum("bhn,bwn->bhw", down, across) > 0, "float32")


def _between(length: int, low: Tensor, high: Tensor) -> Tensor:
    """1 (batch, length, n) where a cell's middle lies between bounds (batch, n), pixels, or 0."""
    middles = (ops.arange(length, dtype="float32")[None, :, None] + 0.5) * STRIDE
    return ops.cast((middles >= low[:, None]) & (middles <= high[:, None]), "float32")
