"""A detector in numbers, by the size of the hands and by the threshold."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from handpose.detection.answers import Answers
from handpose.detection.average_precision import SIZES, average_precisions
from handpose.detection.matching import Matches, match

THRESHOLDS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


@dataclass(frozen=True)
class OfSize:
    """Hands of one of `SIZES`; numbers are NaN where there are none.

    ap, ap50, ap75: COCO's; recall: share found at the chosen threshold with an IoU of 0.5;
    turned: median error of the directions of those, degrees.
    """

    size: str
    hands: int
    ap: float
    ap50: float
    ap75: float
    recall: float
    turned: float


@dataclass(frozen=True)
class AtThreshold:
    """recall: share of all hands found; false_hands: found where none is, a picture; false_empty:
    the same of pictures without any hand, NaN without such pictures."""

    threshold: float
    recall: float
    false_hands: float
    false_empty: float


@dataclass(frozen=True)
class Measured:
    """chosen: at the threshold that was asked for; sizes: all hands first."""

    pictures: int
    chosen: AtThreshold
    sizes: list[OfSize]
    thresholds: list[AtThreshold]


def measure(answers: Answers, threshold: float) -> Measured:
    """Measure what a detector found; raises HandposeError when pycocotools is missing."""
    matches, precisions = match(answers, threshold), average_precisions(answers)
    sizes = [_of_size(size, matches, precisions[size]) for size in SIZES]
    at = [_at(one, match(answers, one)) for one in THRESHOLDS]
    return Measured(len(answers), _at(threshold, matches), sizes, at)


def _of_size(size: str, matches: Matches, precision: dict[str, float]) -> OfSize:
    low, high = SIZES[size]
    chosen = (matches.sides >= low) & (matches.sides < high)
    turned = matches.turned[chosen]
    known = turned[np.isfinite(turned)]
    middle = float(np.median(known)) if len(known) else float("nan")
    return OfSize(size, int(chosen.sum()), **precision, recall=_mean(matches.found[chosen]),
                  turned=middle)  # fmt: skip


def _at(threshold: float, matches: Matches) -> AtThreshold:
    false_hands = matches.false_hands
    return AtThreshold(
        threshold, _mean(matches.found), _mean(false_hands), _mean(false_hands[matches.empty])
    )


def _mean(values: np.ndarray) -> float:
    return float(values.mean()) if len(values) else float("nan")
