"""The detector's losses, a picture each; their sum is what training lowers.

Zhou et al. 2019 (arXiv 1904.07850) for the middles; boxes by their overlap, since a pixel matters
more to a small hand than to a large one.
"""

from __future__ import annotations

import math

from keras import ops

from handpose.models.detector.boxes import boxes_of, generalised_iou
from handpose.models.detector.targets import HAND, Targets, targets
from handpose.models.heads.base import Batch, Tensor

_BOX, _DIRECTION = 2.0, 0.5


def detection_losses(outputs: dict[str, Tensor], batch: Batch) -> dict[str, Tensor]:
    """Named losses (batch,), weighted.

    Each is the sum over a picture, divided by the mean number of hands of the batch's pictures:
    every hand counts the same, whether it is alone or among many.
    """
    wanted = targets(batch, *outputs["centre"].shape[1:])
    hands = ops.sum(ops.cast(batch["kind"] == HAND, "float32"), axis=-1)
    per_hand = 1 / ops.maximum(ops.mean(hands), 1.0)
    geometry = outputs["geometry"]
    return {
        "centre": per_hand * _summed(centre_loss(outputs["centre"], wanted)),
        "box": per_hand * _BOX * _summed(box_loss(geometry, wanted)),
        "direction": per_hand * _DIRECTION * _summed(direction_loss(geometry, wanted)),
    }


def _summed(maps: Tensor) -> Tensor:
    return ops.sum(maps, axis=(1, 2))


def centre_loss(logits: Tensor, wanted: Targets) -> Tensor:
    """The penalty-reduced focal loss of every cell (batch, h, w), equation 1 of arXiv 1904.07850.

    -(1 - p)^2 log p at the middle of a hand, elsewhere -(1 - target)^4 p^2 log(1 - p).
    """
    found, none = ops.sigmoid(logits), ops.sigmoid(-logits)
    at_hand = ops.square(none) * ops.softplus(-logits)
    elsewhere = ops.power(1 - wanted.centre, 4.0) * ops.square(found) * ops.softplus(logits)
    return ops.where(wanted.centre >= 1.0, at_hand, wanted.empty * elsewhere)


def box_loss(geometry: Tensor, wanted: Targets) -> Tensor:
    """1 - GIoU of every cell's box (batch, h, w), by its weight."""
    return wanted.weight * (1 - generalised_iou(boxes_of(geometry), wanted.boxes))


def direction_loss(geometry: Tensor, wanted: Targets) -> Tensor:
    """The absolute errors of cosine and sine of every cell (batch, h, w), by its weight."""
    radians = wanted.angles * (math.pi / 180)
    direction = ops.stack([ops.cos(radians), ops.sin(radians)], axis=-1)
    return wanted.turning * ops.sum(ops.abs(geometry[..., 4:6] - direction), axis=-1)
