"""The picture that `plot_eval` adds: the hand with its probabilities, and their bars."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from handpose.drawing_scores import probability_bars, scored_keypoints
from handpose.geometry import (
    image_to_crop,
    keypoint_box,
    letterbox,
    square_round,
    transform,
    warp,
)
from handpose.hand import NUM_KEYPOINTS
from handpose.inference.hand import Hand
from handpose.pictures import write_picture

SIDE = 480  # pixels
_ROUND = 1.5  # side of the square / long side of the hand


def write_panels(folder: Path, name: str, image: np.ndarray, hand: Hand, cropped: bool) -> None:
    """Write `folder`/`name`.png: the hand with every probability, and a bar for each.

    cropped: the RGB picture is the hand's crop, and all of it is shown; else a square round it.
    """
    square = letterbox(image.shape[:2]) if cropped else _square(hand)
    write_picture(folder / f"{name}.png", two_panels(image, hand, square))


def _square(hand: Hand) -> np.ndarray:
    box = keypoint_box(hand.keypoints, np.ones(NUM_KEYPOINTS, bool))
    x, y, side = square_round(box, _ROUND)
    return np.array([x, y, max(side, 1.0)])


def two_panels(image: np.ndarray, hand: Hand, square: np.ndarray) -> np.ndarray:
    """A picture (side, 2 side, 3): a square (3,) of the image, each keypoint's probability."""
    to_panel = image_to_crop(square, SIDE)
    keypoints = transform(to_panel, hand.keypoints)
    seen = scored_keypoints(warp(image, to_panel, SIDE), keypoints, hand.scores)
    return np.concatenate([seen, probability_bars(hand.scores, SIDE)], axis=1)
