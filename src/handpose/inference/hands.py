"""All hands of one picture, as arrays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from handpose.geometry import invert, transform
from handpose.inference.hand import Hand
from handpose.inference.model import Answers


@dataclass(frozen=True)
class Hands:
    """The hands of one picture, a box each, in the order of the boxes.

    keypoints: (n, 21, 2) float32 uv, image pixels, pixel centres at +0.5.
    scores: (n, 21) float32 0..1, one per keypoint.
    right: (n,) float32, probability of a right hand; exactly 0.5 when the model cannot tell.
    presence: (n,) float32, probability that there is a hand at all.
    ids: (n,) int64, which hand it is, the same from frame to frame of a video; in a single
    picture the place among its hands.
    """

    keypoints: np.ndarray
    scores: np.ndarray
    right: np.ndarray
    presence: np.ndarray
    ids: np.ndarray

    @property
    def boxes(self) -> np.ndarray:
        """(n, 4) float32 x, y, w, h, image pixels, tight round the keypoints."""
        low, high = self.keypoints.min(axis=1), self.keypoints.max(axis=1)
        return np.concatenate([low, high - low], axis=1)

    @property
    def handedness(self) -> np.ndarray:
        """(n,) text: `left`, `right`, or `unknown` when the model cannot tell."""
        return np.array([hand.handedness for hand in self], dtype="<U7")

    def __len__(self) -> int:
        return len(self.keypoints)

    def __getitem__(self, index: int) -> Hand:
        right, presence = float(self.right[index]), float(self.presence[index])
        return Hand(self.keypoints[index], self.scores[index], right, presence)

    def __iter__(self) -> Iterator[Hand]:
        return (self[index] for index in range(len(self)))


def hands_from(answers: Answers, to_crop: np.ndarray) -> Hands:
    """A model's answers on crops as hands of the picture.

    to_crop: (n, 2, 3) affine maps from image to crop uv.
    """
    keypoints = transform(invert(to_crop), answers["keypoints"].astype(np.float64))
    rest = (answers[name].astype(np.float32) for name in ("scores", "handedness", "presence"))
    return Hands(keypoints.astype(np.float32), *rest, np.arange(len(keypoints)))
