"""A Keras network as a finder: compiled once, for one size of batch."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import tensorflow as tf

from handpose.inference.finder import Finder
from handpose.models.build import PoseModel


def keras_finder(model: PoseModel, batch: int, box_scale: float) -> Finder:
    """A finder that runs `model` on `batch` crops at a time; box_scale: of those it has learnt."""
    predict = _compiled(model, batch)

    def run(crops: np.ndarray) -> dict[str, np.ndarray]:
        # A smaller last batch would be compiled anew, so it is filled up with black pictures.
        full = np.zeros((batch, *crops.shape[1:]), np.float32)
        full[: len(crops)] = crops
        return {name: value.numpy()[: len(crops)] for name, value in predict(full).items()}

    return Finder(run, model.size, batch, box_scale)


def _compiled(model: PoseModel, batch: int) -> Callable[[np.ndarray], dict[str, tf.Tensor]]:
    crops = tf.TensorSpec((batch, model.size, model.size, 3), tf.float32)

    @tf.function(input_signature=[crops])
    def predict(crops: tf.Tensor) -> dict[str, tf.Tensor]:
        return model.decode(model.network(crops, training=False))

    return predict
