"""Simple drawn hands, labelled exactly: quick to make, easy to learn."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from handpose.hand import FINGERS
from handpose.pictures import encode_png
from handpose.sample import Sample

SIDE = 160
STATES = ("train", "eval")

# Rest pose in units of the palm's length, x to the thumb's side, y to the fingertips:
# where each finger starts, the direction it points to (degrees from y), its bones.
_FINGERS = {
    "thumb": ((0.28, 0.22), 50, (0.40, 0.34, 0.26)),
    "index": ((0.30, 0.98), 8, (0.48, 0.30, 0.24)),
    "middle": ((0.08, 1.03), 0, (0.54, 0.34, 0.25)),
    "ring": ((-0.14, 0.98), -8, (0.49, 0.32, 0.24)),
    "pinky": ((-0.34, 0.88), -18, (0.38, 0.22, 0.20)),
}


@dataclass(frozen=True)
class Drawn:
    """Drawn hands; the same seed gives the same pictures."""

    seed: int = 0
    name: str = "DRAWN"

    def sample(self, state: str, key: str) -> Sample:
        """One drawn hand, right or left, every keypoint labelled and visible."""
        rng = np.random.default_rng((self.seed, STATES.index(state), int(key)))
        right = bool(rng.integers(2))
        keypoints = _place(_pose(rng), right, rng)
        image = _draw(keypoints, rng)
        seen = np.ones(len(keypoints), bool)
        return Sample(
            name=f"{state}/{key}.png",
            image=encode_png(image),
            keypoints=keypoints.astype(np.float32),
            labelled=seen,
            visible=seen,
            handedness="right" if right else "left",
            source=self.name,
        )


def _pose(rng: np.random.Generator) -> np.ndarray:
    """Keypoints (21, 2) in palm lengths: fingers spread and folded at random."""
    points = np.zeros((21, 2))
    for name, (start, angle, bones) in _FINGERS.items():
        fold = rng.uniform(0.35, 1.0)
        direction = np.deg2rad(angle + rng.normal(0, 6))
        step = np.array([np.sin(direction), np.cos(direction)])
        lengths = np.concatenate([[0], np.cumsum(bones)]) * fold
        points[list(FINGERS[name])] = np.array(start) + lengths[:, None] * step
    return points


def _place(points: np.ndarray, right: bool, rng: np.random.Generator) -> np.ndarray:
    """Into the picture: the back of the hand, fingers up, a little turned, scaled and moved."""
    # Seen from its back with the fingers up, a right hand has its thumb on the picture's left.
    up = points * [-1 if right else 1, -1]
    turn = np.deg2rad(rng.uniform(-30, 30))
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    centred = (up - (up.min(0) + up.max(0)) / 2) @ rotation.T
    size = rng.uniform(0.5, 0.8) * SIDE / np.ptp(centred, axis=0).max()
    return centred * size + SIDE / 2 + rng.uniform(-0.06, 0.06, 2) * SIDE


def _draw(keypoints: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    background = rng.integers(0, 255, (rng.integers(2, 9), rng.integers(2, 9), 3), np.uint8)
    image = cv2.resize(background, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC)
    skin = np.array([230, 180, 150]) * rng.uniform(0.35, 1.05) + rng.normal(0, 8, 3)
    width = float(np.linalg.norm(keypoints[9] - keypoints[0])) * rng.uniform(0.17, 0.22)
    palm = keypoints[[0, 1, 5, 9, 13, 17]]
    _fill_palm(image, palm, skin, width)
    for finger in FINGERS.values():
        _stroke(image, keypoints[list(finger)], skin * 0.7, width * 1.25)
        _stroke(image, keypoints[list(finger)], skin, width)
    noise = rng.normal(0, rng.uniform(1, 8), image.shape)
    return np.clip(image + noise, 0, 255).astype(np.uint8)


_SHIFT = 4  # OpenCV draws with 1/16 pixel; its pixel centres lie on whole numbers, ours at +0.5


def _fixed(points: np.ndarray) -> np.ndarray:
    return np.round((points - 0.5) * 2**_SHIFT).astype(np.int32)


def _fill_palm(image: np.ndarray, palm: np.ndarray, skin: np.ndarray, width: float) -> None:
    hull = cv2.convexHull(_fixed(palm))
    cv2.fillPoly(image, [hull], skin.tolist(), cv2.LINE_AA, _SHIFT)
    cv2.polylines(image, [hull], True, skin.tolist(), max(1, round(width)), cv2.LINE_AA, _SHIFT)


def _stroke(image: np.ndarray, points: np.ndarray, colour: np.ndarray, width: float) -> None:
    line = [_fixed(points)]
    cv2.polylines(image, line, False, colour.tolist(), max(1, round(width)), cv2.LINE_AA, _SHIFT)
