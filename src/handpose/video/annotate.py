"""Hands drawn into a frame, each with its identity and whether it is left or right."""

from __future__ import annotations

import dataclasses

import numpy as np

from handpose.drawing import draw_hand, write
from handpose.inference.hands import Hands


def annotated(image: np.ndarray, hands: Hands) -> np.ndarray:
    """A copy of an RGB picture (h, w, 3) with skeletons, identities, `left` and `right`."""
    drawn = image.copy()
    for hand in hands:
        drawn = draw_hand(drawn, hand.keypoints, hand.scores)
    for identity, side, box in zip(hands.ids, hands.handedness, hands.boxes, strict=True):
        _label(drawn, f"{identity} {side}".removesuffix(" unknown"), box)
    return drawn


def mirrored(image: np.ndarray, hands: Hands) -> tuple[np.ndarray, Hands]:
    """A picture and its hands as in a mirror; a right hand is still called right."""
    keypoints = hands.keypoints * [-1, 1] + [image.shape[1], 0]
    turned = dataclasses.replace(hands, keypoints=keypoints.astype(np.float32))
    return np.ascontiguousarray(image[:, ::-1]), turned


def _label(image: np.ndarray, text: str, box: np.ndarray) -> None:
    height, width = image.shape[:2]
    size = max(0.4, height / 1200)
    line = 24 * size
    # A hand that reaches out of the picture keeps its label inside.
    x = np.clip(box[0], 2, max(2.0, width - line * len(text) / 1.5))
    y = np.clip(box[1] - line / 3, line, max(line, height - 2))
    write(image, text, (round(float(x)), round(float(y))), size)
