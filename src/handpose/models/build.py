"""A network with its head, as the configuration names them."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import keras
from keras import ops

from handpose.config import Config
from handpose.models import losses
from handpose.models.bones import bone_loss
from handpose.models.detector.model import build_detector
from handpose.models.frame import in_frame, transform
from handpose.models.handnet import build_handnet
from handpose.models.heads.base import Batch, Head, Tensor
from handpose.models.heads.dsnt import DsntHead
from handpose.models.heads.heatmap import HeatmapHead
from handpose.models.heads.simcc import SimccHead
from handpose.models.posenet import build_posenet

NETWORKS: dict[str, Callable[[Config, Head], keras.Model]] = {
    "posenet": lambda c, head: build_posenet(c.input_size, head),
    "handnet": lambda c, head: build_handnet(
        c.input_size, head, c.encoder, c.upright_size, bones=c.bone_weight > 0
    ),
}
HEADS: dict[str, Callable[[Config], Head]] = {
    "dsnt": lambda c: DsntHead(c.upright_size or c.input_size, c.target_sigma, c.dsnt_loss),
    "heatmap": lambda c: HeatmapHead(c.upright_size or c.input_size, c.target_sigma),
    "simcc": lambda c: SimccHead(c.upright_size or c.input_size, c.target_sigma),
}
# Std of the first look's target, pixels of a 256-px crop: half a cell of its maps of a 128-px one.
_COARSE_SIGMA = 8.0


@dataclass(frozen=True)
class PoseModel:
    """A network (image to raw outputs) and the head that reads and teaches it.

    network: image (batch, size, size, 3) RGB 0..255 to {`stages`: [...]} and, for handnet,
    logits `score` (batch, 21), `handedness` (batch,), `presence` (batch,); when it turns hands
    upright, also `coarse` and `frame`; with `bone_weight`, `bones`: see `build_handnet`.
    """

    network: keras.Model
    head: Head
    size: int
    upright: int = 0

    def decode(self, outputs: dict[str, Tensor]) -> dict[str, Tensor]:
        """The network's answer in plain units.

        keypoints (batch, 21, 2) uv, crop pixels; scores (batch, 21) 0..1; handedness (batch,):
        probability of a right hand, 0.5 when the network does not tell; presence (batch,) 0..1.
        """
        keypoints, scores = self._keypoints(outputs)
        one = ops.ones_like(keypoints[:, 0, 0])
        handedness = ops.sigmoid(outputs["handedness"]) if "handedness" in outputs else 0.5 * one
        presence = ops.sigmoid(outputs["presence"]) if "presence" in outputs else one
        return {
            "keypoints": keypoints,
            "scores": scores,
            "handedness": handedness,
            "presence": presence,
        }

    def losses(self, outputs: dict[str, Tensor], batch: Batch) -> dict[str, Tensor]:
        """Named losses (batch,) of the network's raw outputs on a batch."""
        seen = in_frame(batch, outputs["frame"], self.upright) if self.upright else batch
        named = self.head.losses(outputs["stages"], seen) | self._first_look(outputs, batch)
        if "bones" in outputs:
            named["bones"] = bone_loss(outputs["bones"], seen, self.upright or self.size)
        if "score" in outputs:
            keypoints, _ = self._keypoints(outputs)
            named["score"] = losses.score_loss(outputs["score"], keypoints, batch)
            named["handedness"] = losses.handedness_loss(outputs["handedness"], batch)
            named["presence"] = losses.presence_loss(outputs["presence"], batch)
        return named

    def _keypoints(self, outputs: dict[str, Tensor]) -> tuple[Tensor, Tensor]:
        keypoints, scores = self.head.decode(outputs["stages"])
        if "frame" in outputs:
            keypoints = transform(outputs["frame"], keypoints)
        return keypoints, ops.sigmoid(outputs["score"]) if "score" in outputs else scores

    def _first_look(self, outputs: dict[str, Tensor], batch: Batch) -> dict[str, Tensor]:
        if not self.upright:
            return {}
        first_look = DsntHead(self.size, _COARSE_SIGMA, "euclidean")
        coarse = first_look.losses([outputs["coarse"]], batch)
        return {f"coarse_{name}": loss for name, loss in coarse.items()}

    def predictor(self) -> keras.Model:
        """One Keras model from image to the decoded dictionary, with DSNT inside: for export."""
        image = self.network.inputs[0]
        decoded = _Decoded(self, dtype="float32", name="decoded")(self.network(image))
        return keras.Model(image, decoded, name=f"{self.network.name}_predictor")


class _Decoded(keras.layers.Layer):
    def __init__(self, model: PoseModel, **kwargs: object):
        super().__init__(**kwargs)
        self._decode = model.decode

    def call(self, outputs: dict[str, Tensor]) -> dict[str, Tensor]:
        return self._decode(outputs)


def build_model(config: Config) -> Any:
    """The configured network with fresh weights, drawn from `config.seed`.

    A `PoseModel`, or a `DetectionModel` for the task `detection`: both have `network`, `size`,
    `decode`, `losses` and `predictor`.
    """
    with _seeded(config.seed), _precision(config.mixed_precision):
        return _BUILDERS[config.task](config)


def _build_pose(config: Config) -> PoseModel:
    head = HEADS[config.head_name](config)
    network = NETWORKS[config.network](config, head)
    return PoseModel(network, head, config.input_size, config.upright_size)


_BUILDERS: dict[str, Callable[[Config], Any]] = {
    "landmarks": _build_pose,
    "detection": build_detector,
}


@contextmanager
def _seeded(seed: int) -> Iterator[None]:
    # Keras draws its initialisers' seeds from Python's generator; TensorFlow's global seed, which
    # all of the process shares, stays as it is.
    before = random.getstate()
    random.seed(seed)
    try:
        yield
    finally:
        random.setstate(before)


@contextmanager
def _precision(mixed: bool) -> Iterator[None]:
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy(_mixed_policy() if mixed else "float32")
    try:
        yield
    finally:
        keras.config.set_dtype_policy(before)


def _mixed_policy() -> str:
    # Processors compute bfloat16, which needs no loss scaling; GPUs are fastest in float16.
    import tensorflow as tf

    return "mixed_float16" if tf.config.list_physical_devices("GPU") else "mixed_bfloat16"
