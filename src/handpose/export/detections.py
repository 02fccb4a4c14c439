"""How far an exported detector's boxes are from Keras's."""

from __future__ import annotations

from dataclasses import dataclass

import keras
import numpy as np

from handpose.config import Config
from handpose.detection.batches import scene_batches
from handpose.errors import HandposeError
from handpose.export.difference import SCALE
from handpose.inference.identity import overlaps
from handpose.inference.model import Answers
from handpose.records.hands import check_all_hands
from handpose.records.locate import open_all

_BATCH = 8
# What Keras finds from this score on, the file must find too.
LEAST_SCORE = 0.3
_SAME = 0.5  # intersection over union


@dataclass(frozen=True)
class BoxDifference:
    """Differences to Keras over all hands that it finds; distances in pixels of 256.

    mean, p99, largest: of the boxes, each by its corner that is farthest off; a hand that the file
    does not find counts with the long side of its box. scores: the largest, 0..1; angles: the
    largest, degrees; missed: share of the hands.
    """

    mean: float
    p99: float
    largest: float
    scores: float
    angles: float
    missed: float

    def words(self) -> str:
        """The difference in a line."""
        return (
            f"to Keras mean {self.mean:.4f}, largest {self.largest:.3f} px of {SCALE}, "
            f"{self.angles:.2f} degrees, scores {self.scores:.4f}; {self.missed:.2%} missed"
        )


def evaluation_scenes(config: Config, count: int) -> np.ndarray:
    """Scenes (count, size, size, 3) of evaluation records; raises HandposeError without them."""
    return _scenes(config, "eval", count)


def training_scenes(config: Config, count: int) -> np.ndarray:
    """Scenes (count, size, size, 3) of training records, not varied; HandposeError as above."""
    return _scenes(config, "train", count)


def _scenes(config: Config, state: str, count: int) -> np.ndarray:
    records = open_all(config, state)
    check_all_hands(records)
    plain = config.replace(batch_size=_BATCH, augment=False)
    batches = scene_batches(plain, records).take(-(-count // _BATCH))
    return np.concatenate([batch["image"].numpy() for batch in batches])[:count]


def answers_on(predictor: keras.Model, scenes: np.ndarray) -> dict[str, np.ndarray]:
    """Keras's answers; raises HandposeError when it finds no hand, which would prove nothing."""
    parts = [
        predictor(scenes[start : start + _BATCH], training=False)
        for start in range(0, len(scenes), _BATCH)
    ]
    answers = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    if not (answers["scores"] >= LEAST_SCORE).any():
        raise HandposeError(
            f"the network finds no hand in {len(scenes)} scenes with a score of {LEAST_SCORE}: "
            "nothing to compare files by; train it further"
        )
    return answers


def difference(answers: Answers, expected: Answers, size: int) -> BoxDifference:
    """Compare a file's answers on scenes of `size` pixels with Keras's."""
    rows = [_of_scene(answers, expected, row) for row in range(len(expected["scores"]))]
    apart, scores, angles = np.concatenate(rows, axis=1)
    missed = np.isnan(scores)
    apart = apart * (SCALE / size)
    return BoxDifference(
        mean=float(apart.mean()),
        p99=float(np.quantile(apart, 0.99)),
        largest=float(apart.max()),
        scores=float(scores.max(where=~missed, initial=0.0)),
        angles=float(angles.max(where=~missed, initial=0.0)),
        missed=float(missed.mean()),
    )


def _of_scene(answers: Answers, expected: Answers, row: int) -> np.ndarray:
    """Distances of boxes, scores and angles (3, n) for n hands, the last two NaN where missed."""
    sure = expected["scores"][row] >= LEAST_SCORE
    boxes, found = expected["boxes"][row][sure], answers["boxes"][row]
    shared = overlaps(boxes, found)
    nearest = shared.argmax(axis=1)
    apart = np.abs(_corners(boxes) - _corners(found)[nearest]).max(axis=1)
    scores = np.abs(expected["scores"][row][sure] - answers["scores"][row][nearest])
    turned = expected["angles"][row][sure] - answers["angles"][row][nearest]
    angles = np.abs((turned + 180) % 360 - 180)
    # Not `<`: a NaN is not the same box.
    missed = ~(shared.max(axis=1) >= _SAME)
    apart = np.where(missed, boxes[:, 2:].max(axis=1), apart)
    return np.stack([apart, np.where(missed, np.nan, scores), np.where(missed, np.nan, angles)])


def _corners(boxes: np.ndarray) -> np.ndarray:
    return np.concatenate([boxes[:, :2], boxes[:, :2] + boxes[:, 2:]], axis=1)
