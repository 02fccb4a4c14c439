"""The picture that `plot_eval` adds: the hand with its probabilities, and their bars."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from handpose.drawing_scores import probability_bars, scored_keypoints
from handpose.files import atomic_path
from handpose.geometry import image_to_crop, letterbox, transform, warp
from handpose.inference.hand import Hand

SIDE = 480  # pixels


def write_panels(folder: Path, name: str, image: np.ndarray, hand: Hand) -> None:
    """Write `folder`/`name`.png: the RGB picture with every probability, and a bar for each."""
    panels = cv2.cvtColor(two_panels(image, hand), cv2.COLOR_RGB2BGR)
    with atomic_path(folder / f"{name}.png") as temporary:
        temporary.write_bytes(cv2.imencode(".png", panels)[1].tobytes())


def two_panels(image: np.ndarray, hand: Hand) -> np.ndarray:
    """The picture (side, 2 side, 3): the letterboxed hand, the probability of each keypoint."""
    to_panel = image_to_crop(letterbox(image.shape[:2]), SIDE)
    keypoints = transform(to_panel, hand.keypoints)
    seen = scored_keypoints(warp(image, to_panel, SIDE), keypoints, hand.scores)
    return np.concatenate([seen, probability_bars(hand.scores, SIDE)], axis=1)
