"""How the exported files of each task are held against Keras."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import keras
import numpy as np

from handpose.config import Config
from handpose.export import detections
from handpose.export.difference import difference
from handpose.export.reference import calibration_crops, reference
from handpose.inference.model import Answers


@dataclass(frozen=True)
class Comparison:
    """Pictures with Keras's answers on them.

    what: is compared, for the error; inputs: (n, size, size, 3) float32 RGB 0..255;
    difference: from a file's answers on them to a dataclass with `mean`, px of 256, and
    `words()`; calibration: so many inputs as training saw them, for int8.
    """

    what: str
    inputs: np.ndarray
    difference: Callable[[Answers], Any]
    calibration: Callable[[int], np.ndarray]


def comparison_of(predictor: keras.Model, config: Config, pictures: int) -> Comparison:
    """What the files of a network are held against; raises HandposeError without records."""
    return {"landmarks": _of_keypoints, "detection": _of_boxes}[config.task](
        predictor, config, pictures
    )


def _of_keypoints(predictor: keras.Model, config: Config, pictures: int) -> Comparison:
    expected = reference(predictor, config, pictures)
    return Comparison(
        "keypoints",
        expected.crops,
        lambda answers: difference(answers, expected),
        partial(calibration_crops, config),
    )


def _of_boxes(predictor: keras.Model, config: Config, pictures: int) -> Comparison:
    scenes = detections.evaluation_scenes(config, pictures)
    expected = detections.answers_on(predictor, scenes)
    return Comparison(
        "boxes",
        scenes,
        lambda answers: detections.difference(answers, expected, config.input_size),
        partial(detections.training_scenes, config),
    )
