"""Which hands are found at a threshold, and what is found where no hand is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from handpose.detection.answers import Answers
from handpose.inference.identity import overlaps
from handpose.models.detector.targets import HAND, UNCOUNTED

LEAST_OVERLAP = 0.5


@dataclass(frozen=True)
class Matches:
    """h hands that count, in p pictures.

    sides: (h,) long sides, px of 640; found: (h,) bool; turned: (h,) degrees 0 to 180 between the
    direction found and the true one, NaN where not found or not known. false_hands: (p,) how many
    were found where none is; empty: (p,) bool, pictures without any hand.
    """

    sides: np.ndarray
    found: np.ndarray
    turned: np.ndarray
    false_hands: np.ndarray
    empty: np.ndarray


def match(answers: Answers, threshold: float) -> Matches:
    """What counts as found from a score of `threshold` on."""
    parts = [_in_one(answers, row, threshold) for row in range(len(answers))]
    columns = list(zip(*parts, strict=True))
    sides, found, turned = (np.concatenate(column) for column in columns[:3])
    return Matches(sides, found, turned, np.array(columns[3]), np.array(columns[4]))


def _in_one(
    answers: Answers, row: int, threshold: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray, int, bool]:
    sure = answers.found_scores[row] >= max(threshold, 1e-9)
    boxes, angles = answers.found_boxes[row][sure], answers.found_angles[row][sure]
    counted, uncounted = (answers.kind[row] == kind for kind in (HAND, UNCOUNTED))
    truth = answers.boxes[row][counted]
    places = pairs(overlaps(boxes, truth), LEAST_OVERLAP)
    turned = np.full(len(truth), np.nan)
    matched = places >= 0
    turned[places[matched]] = _between(
        angles[matched], answers.angles[row][counted][places[matched]]
    )
    excused = _covered(boxes[~matched], answers.boxes[row][uncounted])
    found = np.isin(np.arange(len(truth)), places)
    false_hands = int(np.count_nonzero(~excused))
    empty = not (counted.any() or uncounted.any())
    return truth[:, 2:].max(axis=1, initial=0.0), found, turned, false_hands, empty


def pairs(shared: np.ndarray, least: float) -> np.ndarray:
    """A column, or -1, for each row of overlaps (n, m); earlier rows choose first."""
    free = shared.copy()
    columns = np.full(len(shared), -1)
    for row in range(len(shared)):
        if free.shape[1] and free[row].max() >= least:
            columns[row] = free[row].argmax()
            free[:, columns[row]] = -1
    return columns


def _covered(boxes: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Which (n,) of boxes (n, 4) lie by half or more in one of the others (m, 4)."""
    low = np.maximum(boxes[:, None, :2], others[None, :, :2])
    high = np.minimum((boxes[:, :2] + boxes[:, 2:])[:, None], (others[:, :2] + others[:, 2:])[None])
    shared = np.clip(high - low, 0, None).prod(axis=-1)
    return (shared >= LEAST_OVERLAP * boxes[:, 2:].prod(axis=1)[:, None]).any(axis=1)


def _between(angles: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Degrees 0 to 180 between directions."""
    return np.abs((angles - others + 180) % 360 - 180)
