"""From the detector's maps to its surest hands, inside the exported graph."""

from __future__ import annotations

import keras
from keras import ops

from handpose.models.detector.boxes import angles_of, boxes_of
from handpose.models.heads.base import Tensor

MOST = 16


def decode(outputs: dict[str, Tensor]) -> dict[str, Tensor]:
    """The 16 highest peaks of every picture, the surest first.

    `boxes` (batch, 16, 4) x, y, w, h, input pixels; `angles` (batch, 16) degrees clockwise from
    up, 0 to 360; `scores` (batch, 16) 0..1. A peak is the highest of its 3x3 cells; where a
    picture has fewer, the rest has the score 0.
    """
    scores = _flat(peaks(outputs["centre"])[..., None])[..., 0]
    boxes, angles = boxes_of(outputs["geometry"]), angles_of(outputs["geometry"])
    best, places = ops.top_k(scores, MOST)
    rows = _flat(ops.concatenate([boxes, angles[..., None]], axis=-1))
    taken = ops.take_along_axis(rows, ops.repeat(places[..., None], 5, axis=-1), axis=1)
    return {"boxes": taken[..., :4], "angles": taken[..., 4], "scores": best}


def peaks(logits: Tensor) -> Tensor:
    """Probabilities (batch, h, w) at the peaks of logits, 0 elsewhere."""
    highest = ops.max_pool(logits[..., None], 3, strides=1, padding="same")[..., 0]
    return ops.where(logits >= highest, ops.sigmoid(logits), 0.0)


def _flat(maps: Tensor) -> Tensor:
    """Cells in one row: (batch, h, w, c) to (batch, h * w, c)."""
    height, width, channels = maps.shape[1:]
    return ops.reshape(maps, (-1, height * width, channels))


class Decoded(keras.layers.Layer):
    """`decode` as a layer, the last one of a model to export."""

    def call(self, outputs: dict[str, Tensor]) -> dict[str, Tensor]:
        """Maps to boxes, angles and scores."""
        return decode(outputs)
