"""The hands of a picture as a draft of its labels: which keypoints to show, which are doubtful."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from handpose.datasets.base import in_frame
from handpose.hand import NUM_KEYPOINTS
from handpose.inference.hands import Hands

# COCO's v. A person can move what is doubtful, not what lies where the tool shows nothing.
OUTSIDE, HIDDEN, VISIBLE = 0, 1, 2


@dataclass(frozen=True)
class Draft:
    """What a person corrects in one picture.

    name: the picture's path below the folder of the pictures, with '/'.
    image_size: (height, width), pixels.
    flags: (n, 21) int, v of each keypoint of `hands`: OUTSIDE the picture, HIDDEN where the
    score is low, VISIBLE.
    """

    name: str
    image_size: tuple[int, int]
    hands: Hands
    flags: np.ndarray


def draft(name: str, image_size: tuple[int, int], hands: Hands, min_score: float) -> Draft:
    """The draft of one picture; a hand without a keypoint in it is left out.

    min_score: keypoints of a lower score are doubtful.
    """
    inside = np.array([in_frame(hand.keypoints, image_size) for hand in hands], bool)
    inside = inside.reshape(-1, NUM_KEYPOINTS)
    flags = np.where(inside, np.where(hands.scores < min_score, HIDDEN, VISIBLE), OUTSIDE)
    kept = np.asarray(inside.any(axis=1))
    return Draft(name, image_size, hands.chosen(kept), flags[kept])
