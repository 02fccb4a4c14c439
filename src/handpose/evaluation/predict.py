"""A network over records: its keypoints in the pixels of the pictures, beside the labels."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
import tensorflow as tf

from handpose.config import Config
from handpose.errors import HandposeError
from handpose.geometry import transform
from handpose.models.build import PoseModel
from handpose.pipeline.batches import evaluation_batches
from handpose.records.reader import Records, raw_dataset
from handpose.records.schema import parse

# Crops (n, size, size, 3) float32 RGB 0..255 to what `PoseModel.decode` names, as arrays.
Run = Callable[[np.ndarray], dict[str, np.ndarray]]


@dataclass(frozen=True)
class Predictions:
    """What was predicted and what is true, an image a row.

    keypoints, truth: (n, 21, 2) uv, image pixels; scores: (n, 21) 0..1;
    handedness: (n,) probability of a right hand, 0.5 when not told; presence: (n,) 0..1;
    labelled, visible: (n, 21) bool; present: (n,) bool, False for a picture without a hand,
    which has no labelled keypoint; true_handedness: (n,) 0 left, 1 right, -1 unknown;
    image_size: (n, 2) height, width; source: (n,) where the picture comes from;
    attributes: what reports may group by.
    """

    names: tuple[str, ...]
    keypoints: np.ndarray
    scores: np.ndarray
    handedness: np.ndarray
    presence: np.ndarray
    truth: np.ndarray
    labelled: np.ndarray
    visible: np.ndarray
    present: np.ndarray
    true_handedness: np.ndarray
    image_size: np.ndarray
    source: np.ndarray
    attributes: tuple[dict[str, Any], ...]

    def __len__(self) -> int:
        return len(self.names)


def predict(
    model: PoseModel,
    config: Config,
    records: Sequence[Records],
    advance: Callable[[int], None] = lambda images: None,
) -> Predictions:
    """Every image of the records through a Keras network; see `predict_with`."""
    return predict_with(compiled(model), config, records, advance)


def predict_with(
    run: Run,
    config: Config,
    records: Sequence[Records],
    advance: Callable[[int], None] = lambda images: None,
    turn: float = 0.0,
) -> Predictions:
    """Every image of the records through a network, in the records' order.

    advance: is told after each batch how many images it held; turn: degrees clockwise by which
    the crop shows the picture turned about its centre.
    Raises HandposeError when the network answers with something else than numbers.
    """
    parts = []
    for batch in evaluation_batches(config, records, turn).as_numpy_iterator():
        known = {key: batch[key] for key in batch if key != "image"}
        answer = run(batch["image"])
        parts.append(_in_image(answer, known) | _labels(known, known["image_keypoints"]))
        advance(len(known["name"]))
    return _checked(Predictions(**_joined(parts)))


def labels(records: Sequence[Records]) -> dict[str, Any]:
    """The labels alone, as fields of `Predictions`, without decoding a picture."""
    rows = raw_dataset([file for one in records for file in one.files]).map(_without_picture)
    parts = []
    for batch in rows.batch(256).as_numpy_iterator():
        batch["image_size"] = np.stack([batch["height"], batch["width"]], axis=-1)
        parts.append(_labels(batch, batch["keypoints"]))
    return _joined(parts)


def _without_picture(serialized: tf.Tensor) -> dict[str, tf.Tensor]:
    return {key: value for key, value in parse(serialized).items() if key != "image"}


def compiled(model: PoseModel) -> Run:
    """A Keras network compiled for batches of any size."""
    # An open batch size, so that a smaller last batch is not traced anew.
    image = tf.TensorSpec([None, model.size, model.size, 3], tf.float32)
    step = tf.function(
        lambda images: model.decode(model.network(images, training=False)), input_signature=[image]
    )
    return lambda crops: {key: value.numpy() for key, value in step(crops).items()}


def _in_image(answer: dict[str, np.ndarray], batch: dict[str, np.ndarray]) -> dict[str, Any]:
    to_image = batch["crop_to_image"].astype(np.float64)
    return answer | {"keypoints": transform(to_image, answer["keypoints"].astype(np.float64))}


def _labels(batch: dict[str, np.ndarray], keypoints: np.ndarray) -> dict[str, Any]:
    return {
        "names": tuple(name.decode() for name in batch["name"]),
        "truth": keypoints,
        "labelled": batch["labelled"],
        "visible": batch["visible"],
        "present": batch["present"],
        "true_handedness": batch["handedness"],
        "image_size": batch["image_size"],
        "source": np.array([source.decode() for source in batch["source"]], object),
        "attributes": tuple(json.loads(text) for text in batch["attributes"]),
    }


def _joined(parts: list[dict[str, Any]]) -> dict[str, Any]:
    return {key: _concatenated([part[key] for part in parts]) for key in parts[0]}


def _concatenated(pieces: list[Any]) -> Any:
    if isinstance(pieces[0], tuple):
        return tuple(chain.from_iterable(pieces))
    return np.concatenate(pieces)


def _checked(predictions: Predictions) -> Predictions:
    wrong = ~np.isfinite(predictions.keypoints).all(axis=(1, 2))
    if wrong.any():
        name = predictions.names[int(np.argmax(wrong))]
        raise HandposeError(
            f"{name}: the network answers with NaN; its weights are spoilt, take an earlier one"
        )
    return predictions
