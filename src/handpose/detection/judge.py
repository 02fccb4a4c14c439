"""How good a detector is while it trains: on scenes that it does not learn from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import tensorflow as tf

from handpose.config import Config
from handpose.detection.answers import Answers, Truth, answers_of
from handpose.detection.average_precision import average_precisions
from handpose.detection.batches import PICTURES, SCENES, scene_batches
from handpose.detection.matching import match
from handpose.inference.detections import Detections
from handpose.inference.detector import in_picture
from handpose.models.detector.model import DetectionModel
from handpose.models.detector.targets import NOTHING
from handpose.records.reader import Records

Run = Callable[[np.ndarray], dict[str, np.ndarray]]


def scene_scores(
    model: DetectionModel, config: Config, records: Sequence[Records]
) -> dict[str, float]:
    """Named scores of a model on scenes made of records, the same scenes every time.

    `ap`, `ap50`: COCO's; `recall`: share of hands found at `config.least_score` with an IoU of 0.5;
    `false_hands`: found where none is, a scene; `turned`: median degrees of the directions' error.
    """
    answers = on_scenes(compiled(model), config, records)
    matches, precision = match(answers, config.least_score), average_precisions(answers)["all"]
    known = matches.turned[np.isfinite(matches.turned)]
    return {
        "ap": precision["ap"],
        "ap50": precision["ap50"],
        "recall": float(matches.found.mean()),
        "false_hands": float(matches.false_hands.mean()),
        "turned": float(np.median(known)) if len(known) else float("nan"),
    }


def compiled(model: DetectionModel) -> Run:
    """A Keras detector compiled for batches of any size: inputs to decoded arrays."""
    image = tf.TensorSpec([None, model.size, model.size, 3], tf.float32)
    step = tf.function(
        lambda images: model.decode(model.network(images, training=False)), input_signature=[image]
    )
    return lambda images: {key: value.numpy() for key, value in step(images).items()}


def on_scenes(run: Run, config: Config, records: Sequence[Records]) -> Answers:
    """Half as many scenes as there are records, never varied, through a detector."""
    plain = config.replace(augment=False, seed=0)
    scenes = sum(one.count for one in records) * SCENES // PICTURES
    count = max(1, scenes // config.batch_size)
    batches = scene_batches(plain, records).take(count).as_numpy_iterator()
    rows = [row for batch in batches for row in _rows(run(batch["image"]), batch)]
    found, truths = zip(*rows, strict=True)
    sizes = [(config.input_size, config.input_size)] * len(rows)
    names = [f"scene {number}" for number in range(len(rows))]
    return answers_of(names, found, truths, sizes)


def _rows(
    answer: dict[str, np.ndarray], batch: dict[str, np.ndarray]
) -> Iterator[tuple[Detections, Truth]]:
    size, as_it_is = batch["image"].shape[1], np.eye(2, 3)
    for row in range(len(batch["image"])):
        one = {name: values[row] for name, values in answer.items()}
        there = batch["kind"][row] != NOTHING
        angles = np.where(batch["clear"][row] > 0, batch["angles"][row], np.nan)
        truth = Truth(batch["boxes"][row][there], angles[there], batch["kind"][row][there])
        yield in_picture(one, as_it_is, (size, size)), truth
