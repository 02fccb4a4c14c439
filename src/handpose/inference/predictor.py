"""Pictures of any shape to hands: letterboxed, predicted in batches, mapped back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import tensorflow as tf

from handpose.errors import HandposeError
from handpose.geometry import image_to_crop, invert, letterbox, transform, warp
from handpose.inference.hand import Hand
from handpose.models.build import PoseModel

Predict = Callable[[np.ndarray], dict[str, tf.Tensor]]


@dataclass(frozen=True)
class Predictor:
    """A network compiled for one batch size.

    predict: crops (batch, size, size, 3) float32 RGB 0..255 to what `PoseModel.decode` gives.
    """

    predict: Predict
    batch: int
    size: int

    def find(self, images: Sequence[np.ndarray]) -> list[Hand]:
        """The hand in each RGB uint8 picture (h, w, 3); at most `batch` pictures.

        Raises HandposeError when the network answers with something else than numbers.
        """
        maps = [image_to_crop(letterbox(image.shape[:2]), self.size) for image in images]
        # A smaller last batch would be compiled anew, so it is filled up with black pictures.
        crops = np.zeros((self.batch, self.size, self.size, 3), np.float32)
        for row, (image, to_crop) in enumerate(zip(images, maps, strict=True)):
            crops[row] = warp(image, to_crop, self.size)
        found = {name: value.numpy() for name, value in self.predict(crops).items()}
        if not np.isfinite(found["keypoints"]).all():
            raise HandposeError(
                "the network answers with NaN; its weights are spoilt, take an earlier checkpoint"
            )
        return [_hand(found, row, to_crop) for row, to_crop in enumerate(maps)]


def compiled(model: PoseModel, batch: int) -> Predictor:
    """A predictor that runs `model` on `batch` pictures at a time."""
    crops = tf.TensorSpec((batch, model.size, model.size, 3), tf.float32)

    @tf.function(input_signature=[crops])
    def predict(crops: tf.Tensor) -> dict[str, tf.Tensor]:
        return model.decode(model.network(crops, training=False))

    return Predictor(predict, batch, model.size)


def _hand(found: dict[str, np.ndarray], row: int, to_crop: np.ndarray) -> Hand:
    return Hand(
        keypoints=transform(invert(to_crop), found["keypoints"][row]),
        scores=found["scores"][row],
        right=float(found["handedness"][row]),
        presence=float(found["presence"][row]),
    )
