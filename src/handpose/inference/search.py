"""The hands of a whole picture: a detector finds the boxes, a hand model looks into each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from handpose.inference import detector
from handpose.inference.detections import Detections
from handpose.inference.hands import Hands
from handpose.inference.identity import distinct

# An RGB uint8 picture (h, w, 3) to the boxes of its hands; with boxes (n, 4) and angles (n,) to
# those hands; to all hands of it.
Detector = Callable[[np.ndarray], Detections]
Landmarker = Callable[[np.ndarray, np.ndarray, np.ndarray], Hands]
Search = Callable[[np.ndarray], Hands]

PRESENCE = 0.5  # a hand less present than this is none


def detector_of(
    path: str | Path, threshold: float, tiles: int = 1, num_threads: int = 1
) -> Detector:
    """The detector of a file, of the package when `path` is empty, for `sureness` to judge.

    It names every box whose hand may be as sure as `threshold`. Raises HandposeError when it is
    not there or cannot be used.
    """
    least = threshold**3  # with presence and keypoints of score 1
    return detector.HandDetector(path, num_threads=num_threads, threshold=least, tiles=tiles)


def searching(detect: Detector, look: Landmarker, threshold: float) -> Search:
    """What finds all hands of a picture, the surest first, each of them once.

    threshold: how sure a hand must be, 0..1, see `sureness`.
    """

    def search(image: np.ndarray) -> Hands:
        seen = detect(image)
        hands = look(image, seen.boxes, seen.angles)
        sure = sureness(seen.scores, hands)
        once = distinct(hands.keypoints, sure)
        found = surest_first(hands.chosen(once), sure[once], threshold)
        return replace(found, ids=np.arange(len(found)))

    return search


def sureness(scores: np.ndarray, hands: Hands) -> np.ndarray:
    """How sure hands are, (n,) 0..1, of which a detector is as sure as `scores` (n,).

    The geometric mean of the detector's score, the presence and the keypoints' mean score: who
    has looked closely tells a hand from what only looks like one from afar.
    """
    return np.cbrt(scores * hands.score)


def surest_first(hands: Hands, sure: np.ndarray, least: float) -> Hands:
    """Those of the hands, as sure as `sure` (n,), that are at least so sure, in that order."""
    order = np.argsort(-sure, kind="stable")
    return hands.chosen(order[sure[order] >= least])


def each_once(hands: Hands, presence: float) -> Hands:
    """Those of the hands that are at least so present, 0..1, each of them once."""
    hands = hands.chosen(hands.presence >= presence)
    return hands.chosen(distinct(hands.keypoints, hands.score))
