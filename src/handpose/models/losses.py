"""The losses beside the coordinates' own, and their weighted sum."""

from __future__ import annotations

from keras import ops

from handpose.config import Config
from handpose.models.dsnt import weighted_mean
from handpose.models.heads.base import Batch, Tensor
from handpose.score import HALF_SCORE_ERROR


def score_loss(logits: Tensor, keypoints: Tensor, batch: Batch) -> Tensor:
    """Cross entropy (batch,) of score logits (batch, 21) with how good the keypoints are.

    keypoints: predicted (batch, 21, 2) uv, crop pixels, which learn nothing from this loss.
    The target falls with the error: 1 for none, 1/2 for 5 % of the hand's long side, 1/4 for 10 %.
    """
    counted = batch["weight"] > 0
    difference = ops.stop_gradient(keypoints) - batch["keypoints"]
    error = ops.sqrt(ops.sum(ops.square(difference), axis=-1))
    share = error / long_side(batch["keypoints"], counted)[:, None]
    target = ops.power(0.5, share / HALF_SCORE_ERROR)
    return weighted_mean(binary_cross_entropy(logits, target), ops.cast(counted, "float32"))


def long_side(keypoints: Tensor, counted: Tensor) -> Tensor:
    """The longer side (batch,) of the box round the counted ones of (batch, 21, 2) uv; at least 1
    px."""
    low = ops.min(ops.where(counted[..., None], keypoints, 1e9), axis=1)
    high = ops.max(ops.where(counted[..., None], keypoints, -1e9), axis=1)
    return ops.maximum(ops.max(high - low, axis=-1), 1.0)


def handedness_loss(logits: Tensor, batch: Batch) -> Tensor:
    """Cross entropy (batch,) of right-hand logits (batch,); 0 where the handedness is unknown."""
    known = ops.cast(batch["handedness"] >= 0, "float32") * ops.cast(batch["present"], "float32")
    target = ops.cast(ops.maximum(batch["handedness"], 0), "float32")
    return binary_cross_entropy(logits, target) * known


def presence_loss(logits: Tensor, batch: Batch) -> Tensor:
    """Cross entropy (batch,) of presence logits (batch,)."""
    return binary_cross_entropy(logits, ops.cast(batch["present"], "float32"))


def binary_cross_entropy(logits: Tensor, target: Tensor) -> Tensor:
    """Elementwise cross entropy, in nats, of logits with targets 0..1."""
    return ops.relu(logits) - logits * target + ops.softplus(-ops.abs(logits))


def total(losses: dict[str, Tensor], config: Config) -> Tensor:
    """The weighted sum (batch,) of named losses (batch,)."""
    weights = {
        "js": config.js_weight,
        "bones": config.bone_weight,
        "score": config.score_weight,
        "handedness": config.handedness_weight,
        "presence": config.presence_weight,
    }
    return sum(weights.get(name, 1.0) * loss for name, loss in losses.items())
