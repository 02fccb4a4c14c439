"""The hands of a whole picture: a detector finds the boxes, a hand model looks into each."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from handpose import shipped
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


def detector_of(path: str, threshold: float, tiles: int, num_threads: int = 1) -> Detector:
    """The detector of a file, of the package when `path` is empty, for commands with --cropped.

    Raises HandposeError when it is not there or cannot be used.
    """
    file = shipped.detector(path, "--cropped=True where each picture is one hand")
    return detector.HandDetector(file, num_threads=num_threads, threshold=threshold, tiles=tiles)


def searching(detect: Detector, look: Landmarker) -> Search:
    """What finds all hands of a picture, the surest detection first.

    Boxes that show no hand to the hand model are left out, and hands seen twice.
    """

    def search(image: np.ndarray) -> Hands:
        seen = detect(image)
        return each_once(look(image, seen.boxes, seen.angles), PRESENCE)

    return search


def each_once(hands: Hands, presence: float) -> Hands:
    """Those of the hands that are at least so present, 0..1, each of them once."""
    hands = hands.chosen(hands.presence >= presence)
    return hands.chosen(distinct(hands.keypoints, hands.score))
