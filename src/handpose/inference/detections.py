"""Where the hands of a picture are, before anybody knows their keypoints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np


@dataclass(frozen=True)
class Detections:
    """The hands that a detector found in one picture, the surest first.

    boxes: (n, 4) float32 x, y, w, h, image pixels, tight round the keypoints.
    angles: (n,) float32, degrees clockwise from straight up in which the hand points, from the
    wrist to the middle finger's MCP: 0 up, 90 right, 180 down, 270 left.
    scores: (n,) float32 0..1.
    """

    boxes: np.ndarray
    angles: np.ndarray
    scores: np.ndarray

    @classmethod
    def none(cls) -> Detections:
        """The detections of a picture in which nothing was found."""
        return cls(np.zeros((0, 4), np.float32), *np.zeros((2, 0), np.float32))

    @classmethod
    def joined(cls, several: Sequence[Detections]) -> Detections:
        """Several detections as one, in their order."""
        fields = ("boxes", "angles", "scores")
        return cls(*(np.concatenate([getattr(one, name) for one in several]) for name in fields))

    def chosen(self, rows: np.ndarray | slice) -> Detections:
        """Those of some rows: (k,) numbers, (n,) bool or a slice."""
        return Detections(self.boxes[rows], self.angles[rows], self.scores[rows])

    def moved(self, right: float, down: float) -> Detections:
        """The same, so many pixels further right and down."""
        return replace(self, boxes=self.boxes + np.array([right, down, 0, 0], np.float32))

    def __len__(self) -> int:
        return len(self.boxes)
