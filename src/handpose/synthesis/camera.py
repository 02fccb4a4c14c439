"""The camera: a pinhole, from where it looks at a hand, and where the hand comes to lie."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from handpose.synthesis.options import SynthConfig
from handpose.synthesis.rotations import X, Y, Z, about, anything

_REFERENCE_SIDE = 320
_FOCAL = (230, 620)  # pixels at side 320: angles of view from 70 to 29 degrees
_NEAREST_HAND = 0.16
_BACK_SEEN = {"third_person": 0.45, "egocentric": 0.75}


@dataclass(frozen=True)
class Camera:
    """A pinhole camera: focal length and centre (x, y) in pixels (centres at +0.5), side."""

    focal: float
    centre: tuple[float, float]
    side: int

    def matrix(self) -> np.ndarray:
        """The intrinsic matrix (3, 3)."""
        return np.array([[self.focal, 0, self.centre[0]], [0, self.focal, self.centre[1]],
                         [0, 0, 1]])  # fmt: skip

    def project(self, points: np.ndarray) -> np.ndarray:
        """uv (n, 2), pixels, of points (n, 3) in the camera's frame, metres."""
        return points[:, :2] / points[:, 2:] * self.focal + np.array(self.centre)

    def samples(self, points: np.ndarray, each: int) -> np.ndarray:
        """Points (n, 3) as uv and depth (n, 3) in a picture of `each` samples a pixel's side."""
        depth = np.maximum(points[:, 2:], 1e-6)
        uv = (points[:, :2] / depth * self.focal + np.array(self.centre)) * each
        return np.concatenate([uv, points[:, 2:]], axis=1)


@dataclass(frozen=True)
class Pose:
    """Where a thing is: a point p of its own frame lies at `rotation @ p + shift`, metres."""

    rotation: np.ndarray
    shift: np.ndarray

    def place(self, points: np.ndarray) -> np.ndarray:
        """Points (n, 3) of the thing's frame in the camera's frame."""
        return points @ self.rotation.T + self.shift

    def turn(self, directions: np.ndarray) -> np.ndarray:
        """Directions (n, 3) of the thing's frame in the camera's frame."""
        return directions @ self.rotation.T


def draw_camera(rng: np.random.Generator, side: int) -> Camera:
    """A camera with any usual angle of view; its centre is a little off the picture's."""
    scale = side / _REFERENCE_SIDE
    x, y = side / 2 + rng.normal(0, 4, 2) * scale
    return Camera(rng.uniform(*_FOCAL) * scale, (float(x), float(y)), side)


def draw_view(rng: np.random.Generator, config: SynthConfig) -> tuple[str, np.ndarray]:
    """From where a hand is seen, and its rotation (3, 3) into the camera's frame.

    The hand's frame: x to the fingers, z out of the back. "egocentric": by its owner, the
    fingers away; "third_person": by another, the fingers up; "anywhere": any rotation.
    """
    chance = rng.random()
    if chance < config.egocentric:
        return "egocentric", _upright(rng, "egocentric", -np.deg2rad(rng.uniform(15, 75)))
    if chance < config.egocentric + config.third_person:
        return "third_person", _upright(rng, "third_person", np.deg2rad(rng.normal(0, 25)))
    return "anywhere", anything(rng)


def _upright(rng: np.random.Generator, view: str, pitch: float) -> np.ndarray:
    back_of_hand = -Z if rng.random() < _BACK_SEEN[view] else Z
    fingers = -Y
    facing = np.stack([fingers, np.cross(back_of_hand, fingers), back_of_hand], axis=1)
    roll, yaw = np.deg2rad(rng.normal(0, (35, 30)))
    return about(Z, roll) @ about(Y, yaw) @ about(X, pitch) @ facing


def place_hand(
    keypoints: np.ndarray,
    rotation: np.ndarray,
    camera: Camera,
    rng: np.random.Generator,
    config: SynthConfig,
) -> Pose:
    """Put a hand before the camera: its size in the picture, and where.

    keypoints: (21, 3) metres in the hand's frame. The size is the larger side of the box round
    the projected keypoints. Most hands lie wholly inside, `config.truncated` of them do not.
    """
    turned = keypoints @ rotation.T
    scale = camera.side / _REFERENCE_SIDE
    wanted = scale * np.exp(rng.uniform(np.log(config.size_low), np.log(config.size_high)))
    extent = max(float(np.ptp(turned[:, :2], axis=0).max()), 0.06)
    depth = max(_NEAREST_HAND, camera.focal * extent / wanted)
    shift = np.array([0, 0, depth]) - turned.mean(0)
    uv = camera.project(turned + shift)
    target = _centre(uv, camera, rng, bool(rng.random() < config.truncated))
    shift[:2] += (target - (uv.min(0) + uv.max(0)) / 2) * depth / camera.focal
    return Pose(rotation, shift)


def _centre(
    uv: np.ndarray, camera: Camera, rng: np.random.Generator, truncated: bool
) -> np.ndarray:
    """Where the middle of the hand's box comes to lie, pixels."""
    half = np.ptp(uv, axis=0) / 2
    if truncated:
        # Between a fifth and two thirds of the box lie beyond one border.
        middle = rng.uniform(half, camera.side - np.minimum(half, camera.side / 2))
        axis, beyond = rng.integers(2), rng.uniform(0.2, 0.66) * 2
        near = half[axis] * (1 - beyond)
        middle[axis] = near if rng.random() < 0.5 else camera.side - near
        return middle
    room = np.maximum(camera.side / 2 - half - 4, 0)
    spread = 28 * camera.side / _REFERENCE_SIDE
    return camera.side / 2 + np.clip(rng.normal(0, spread, 2), -room, room)


def is_clear(hand: np.ndarray, arm: np.ndarray, wrist_depth: float) -> bool:
    """Is the camera well outside the body? Depths in metres of the hand's and arm's vertices."""
    return bool(hand.min() > 0.10 and arm.min() > max(0.06, 0.55 * wrist_depth))
