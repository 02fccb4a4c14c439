"""A predictor as TensorFlow's SavedModel."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

SIGNATURE = "serving_default"


def signature(size: int, batch: int | None) -> tf.TensorSpec:
    """The one input `image`; batch: None for any number of crops."""
    return tf.TensorSpec((batch, size, size, 3), tf.float32, name="image")


def write_saved_model(predictor: keras.Model, folder: Path, batch: int | None = None) -> None:
    """Write a model's `predictor()` as a SavedModel; batch: crops at once, None for any."""
    size = predictor.input_shape[1]
    archive = keras.export.ExportArchive()
    archive.track(predictor)
    with _without_log("absl"):
        archive.add_endpoint(
            SIGNATURE, lambda image: predictor(image, training=False), [signature(size, batch)]
        )
        archive.write_out(str(folder), verbose=False)


def open_saved_model(folder: Path) -> Callable[[np.ndarray], dict[str, np.ndarray]]:
    """A function from crops (n, size, size, 3) to the outputs by their names."""
    loaded = tf.saved_model.load(str(folder))
    run = loaded.signatures[SIGNATURE]
    # The signature does not keep what it belongs to alive.
    run.owner = loaded

    def answers(crops: np.ndarray) -> dict[str, np.ndarray]:
        found = run(image=tf.constant(crops))
        return {name: value.numpy() for name, value in found.items()}

    return answers


@contextmanager
def _without_log(name: str) -> Iterator[None]:
    logger = logging.getLogger(name)
    before = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(before)
