"""Draw how sure a network is of each keypoint; numpy and OpenCV only."""

from __future__ import annotations

import cv2
import numpy as np

from handpose.drawing import caption, draw_hand, write
from handpose.hand import KEYPOINTS, colour_of

_INK, _PALE = (30, 30, 30), (225, 225, 225)


def scored_keypoints(image: np.ndarray, keypoints: np.ndarray, scores: np.ndarray) -> np.ndarray:
    """A copy of an RGB picture with the skeleton, faint where unsure, and every probability.

    keypoints: (21, 2) uv, pixels of the picture; scores: (21,) 0..1.
    """
    drawn = draw_hand(image, keypoints, scores)
    size = max(0.3, image.shape[0] / 1000)
    for (x, y), score in zip(keypoints, scores, strict=True):
        place = (int(np.clip(x, -9e3, 9e3)) + 5, int(np.clip(y, -9e3, 9e3)) - 3)
        write(drawn, f"{score:.2f}", place, size)
    return caption(drawn, "keypoints and probabilities")


def probability_bars(scores: np.ndarray, side: int) -> np.ndarray:
    """A bar chart (side, side, 3) of the probability 0..1 of each keypoint (21,)."""
    chart = np.full((side, side, 3), 255, np.uint8)
    left, top, step = round(0.3 * side), round(0.09 * side), 0.9 * side / len(scores)
    width = side - left - round(0.12 * side)
    for place, score in enumerate(scores):
        low, high = round(top + place * step), round(top + (place + 0.75) * step)
        end = left + round(width * float(np.clip(score, 0, 1)))
        cv2.rectangle(chart, (left, low), (left + width, high), _PALE, -1)
        cv2.rectangle(chart, (left, low), (end, high), _bar_colour(place), -1)
        _label(chart, KEYPOINTS[place], (4, high))
        _label(chart, f"{score:.2f}", (left + width + 4, high))
    _label(chart, "probability of each keypoint", (4, round(0.06 * side)))
    return chart


def _bar_colour(keypoint: int) -> tuple[int, int, int]:
    # The wrist's white would be lost on the paper.
    colour = colour_of(keypoint)
    return _INK if min(colour) == 255 else colour


def _label(chart: np.ndarray, text: str, place: tuple[int, int]) -> None:
    cv2.putText(chart, text, place, 0, chart.shape[0] / 950, _INK, 1, cv2.LINE_AA)
