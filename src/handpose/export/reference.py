"""What Keras answers on real records: what every exported file is held against."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import keras
import numpy as np

from handpose.config import Config
from handpose.inference.model import OUTPUTS
from handpose.pipeline.batches import evaluation_batches, training_batches
from handpose.records.locate import open_all

_BATCH = 32


@dataclass(frozen=True)
class Reference:
    """Crops (n, size, size, 3), Keras's answers on them, and the labels.

    present: (n,) bool: the picture shows a hand; truth: (n, 21, 2) uv, crop pixels;
    labelled: (n, 21) bool.
    """

    crops: np.ndarray
    answers: dict[str, np.ndarray]
    present: np.ndarray
    truth: np.ndarray
    labelled: np.ndarray

    @property
    def size(self) -> int:
        """Side of the crops, pixels."""
        return self.crops.shape[1]


def reference(predictor: keras.Model, config: Config, pictures: int) -> Reference:
    """Keras's answers on the first evaluation records; raises HandposeError without records."""
    records = open_all(config, "eval")
    batches = evaluation_batches(config.replace(batch_size=_BATCH), records)
    parts = [_part(predictor, batch) for batch in batches.take(-(-pictures // _BATCH))]
    rows = {key: np.concatenate([part[key] for part in parts])[:pictures] for key in parts[0]}
    return Reference(
        rows["image"],
        {name: rows[name] for name in OUTPUTS},
        rows["present"],
        rows["truth"],
        rows["labelled"],
    )


def _part(predictor: keras.Model, batch: dict[str, Any]) -> dict[str, np.ndarray]:
    answers = predictor(batch["image"], training=False)
    tensors = answers | {key: batch[key] for key in ("image", "present", "labelled")}
    return {key: np.asarray(value) for key, value in tensors.items()} | {
        "truth": batch["keypoints"].numpy()
    }


def calibration_crops(config: Config, pictures: int) -> np.ndarray:
    """Crops (pictures, size, size, 3) of training records, as training saw them.

    Raises HandposeError without records.
    """
    records = open_all(config, "train")
    batches = training_batches(config.replace(batch_size=1, augment=False), records)
    return np.concatenate([batch["image"].numpy() for batch in batches.take(pictures)])
