"""The detector as training, evaluation and export use it: the same functions as `PoseModel`."""

from __future__ import annotations

from dataclasses import dataclass

import keras

from handpose.config import Config
from handpose.models.detector.decode import Decoded, decode
from handpose.models.detector.losses import detection_losses
from handpose.models.detector.network import build_network
from handpose.models.heads.base import Batch, Tensor


@dataclass(frozen=True)
class DetectionModel:
    """A network from whole letterboxed pictures to maps, and how they are taught and read.

    network: image (batch, size, size, 3) RGB 0..255 to `centre` and `geometry`.
    """

    network: keras.Model
    size: int

    def decode(self, outputs: dict[str, Tensor]) -> dict[str, Tensor]:
        """`boxes` (batch, 16, 4), `angles` (batch, 16), `scores` (batch, 16): see `decode.py`."""
        return decode(outputs)

    def losses(self, outputs: dict[str, Tensor], batch: Batch) -> dict[str, Tensor]:
        """Named losses (batch,) of the network's raw outputs on a batch."""
        return detection_losses(outputs, batch)

    def predictor(self) -> keras.Model:
        """One Keras model from image to the decoded dictionary: for export."""
        image = self.network.inputs[0]
        decoded = Decoded(dtype="float32", name="decoded")(self.network(image))
        return keras.Model(image, decoded, name="detector_predictor")


def build_detector(config: Config) -> DetectionModel:
    """The detector with fresh weights."""
    return DetectionModel(build_network(config.input_size), config.input_size)
