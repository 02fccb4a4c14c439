"""What a network says about one picture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from handpose.hand import KEYPOINTS

CATEGORY = 1  # COCO counts categories from 1, and there is only the hand

# What `Hand.row` holds: the columns of every table.
COLUMNS = tuple(f"{keypoint}_{what}" for keypoint in KEYPOINTS for what in ("x", "y", "score"))


@dataclass(frozen=True)
class Hand:
    """One hand in one picture.

    keypoints: (21, 2) uv, pixels of the upright picture, pixel centres at +0.5.
    scores: (21,) 0..1, one per keypoint.
    right: probability 0..1 that it is a right hand; exactly 0.5 when the network cannot tell.
    presence: probability 0..1 that there is a hand at all.
    """

    keypoints: np.ndarray
    scores: np.ndarray
    right: float
    presence: float

    @property
    def handedness(self) -> str:
        """`left`, `right`, or `unknown` when the network cannot tell."""
        if self.right == 0.5:
            return "unknown"
        return "right" if self.right > 0.5 else "left"

    @property
    def row(self) -> np.ndarray:
        """(63,) x and y, pixels, and score of each keypoint, as `COLUMNS` names them."""
        return np.column_stack([self.keypoints, self.scores]).ravel()

    @property
    def score(self) -> float:
        """One number 0..1 for the hand: the mean of its keypoints' scores times the presence."""
        return float(self.scores.mean()) * self.presence
