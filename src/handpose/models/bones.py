"""Where the bones lie, a map for each: what a network learns beside the keypoints.

Every cell near a bone is told whose it is, not only the few at its ends, after the limb masks of
Chen et al. (2020, arXiv 2001.08869). The maps are of use in training only.
"""

from __future__ import annotations

import numpy as np
from keras import initializers, layers, ops

from handpose.hand import BONES
from handpose.models.dsnt import weighted_mean
from handpose.models.heads.base import Batch, Tensor
from handpose.models.losses import binary_cross_entropy

NAME = "aux_bones"

# Std of a bone's profile in cells: at a quarter of 96 px a finger is one and a half wide.
_SPREAD = 0.7
# Nearly all cells show no bone.
_FIRST_LOGIT = -3.0
_STARTS, _ENDS = (np.array(ends) for ends in zip(*BONES, strict=True))


def attach_bones(features: Tensor) -> Tensor:
    """Logits (batch, h, w, 20) of the bones from features (batch, h, w, channels)."""
    first = initializers.Constant(_FIRST_LOGIT)
    maps = layers.Conv2D(len(BONES), 1, bias_initializer=first, dtype="float32", name=NAME)
    return maps(features)


def bone_loss(logits: Tensor, batch: Batch, side: int) -> Tensor:
    """Cross entropy (batch,) of bone logits (batch, h, w, 20), in shares of each bone's area.

    side: of the picture, pixels. A bone counts as much as the lesser of its two keypoints.
    """
    target = bone_maps(batch["keypoints"] / side, *logits.shape[1:3])
    area = ops.sum(target, axis=(1, 2)) + 1.0
    apart = ops.sum(binary_cross_entropy(logits, target), axis=(1, 2)) / area
    ends = (ops.take(batch["weight"], ends, axis=1) for ends in (_STARTS, _ENDS))
    return weighted_mean(apart, ops.minimum(*ends))


def bone_maps(keypoints: Tensor, height: int, width: int) -> Tensor:
    """Maps (batch, h, w, 20), 1 on a bone and falling to 0 beside it.

    keypoints: (batch, 21, 2), 0..1 of the picture.
    """
    scaled = keypoints * ops.convert_to_tensor([width, height], "float32")
    start, end = (ops.take(scaled, ends, axis=1)[:, None, None] for ends in (_STARTS, _ENDS))
    along, from_start = end - start, _cell_centres(height, width) - start
    length = ops.sum(ops.square(along), axis=-1) + 1e-6
    share = ops.clip(ops.sum(from_start * along, axis=-1) / length, 0.0, 1.0)
    beside = from_start - share[..., None] * along
    return ops.exp(-ops.sum(ops.square(beside), axis=-1) / (2 * _SPREAD**2))


def _cell_centres(height: int, width: int) -> Tensor:
    """(1, h, w, 1, 2) uv, cells."""
    x, y = np.meshgrid(np.arange(width) + 0.5, np.arange(height) + 0.5)
    return ops.convert_to_tensor(np.stack([x, y], -1)[None, :, :, None], "float32")
