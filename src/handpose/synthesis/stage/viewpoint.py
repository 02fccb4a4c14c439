"""Where a hand is seen from, how large, and where in the picture."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from handpose.synthesis.anatomy.posed import PosedHand
from handpose.synthesis.options import SynthConfig
from handpose.synthesis.rotations import X, Y, Z, about, anything
from handpose.synthesis.stage.camera import Camera
from handpose.synthesis.stage.placement import Placement

ANYWHERE, THIRD_PERSON, EGOCENTRIC = "anywhere", "third person", "egocentric"
_TRIES = 40
_NEAREST_HAND, _NEAREST_ARM, _ARM_SHARE = 0.10, 0.06, 0.55
_NEAREST_CENTRE, _LEAST_EXTENT = 0.16, 0.06
_REFERENCE_SIDE = 320
_ARM_END = 0.05  # position along the forearm
_RIM = 8.0  # of flesh round the keypoints' outline, pixels at side 320
_FARTHEST_YAW = 110.0  # degrees
_OFF_CENTRE = 28.0  # standard deviation, pixels at side 320


@dataclass(frozen=True)
class Viewpoint:
    """How a hand stands before the camera: whose eyes see it, and where it is put."""

    name: str
    placement: Placement
    truncated: bool = False


def random_viewpoint(
    hand: PosedHand, camera: Camera, options: SynthConfig, rng: np.random.Generator
) -> Viewpoint:
    """A view in which no arm goes through the camera or ends in mid-air; else the last try."""
    name, truncated = _draw_name(options, rng), rng.random() < options.truncated
    for _ in range(_TRIES):
        rotation = _rotation(name, options.sideways, rng)
        placement = _placed(hand, rotation, camera, options, rng)
        if truncated:
            placement = _cut_off(hand, placement, camera, rng)
        if is_clear(hand, placement) and leaves(hand, placement, camera):
            break
    return Viewpoint(name, placement, truncated)


def is_clear(hand: PosedHand, placement: Placement) -> bool:
    """Whether hand and arm keep away from the camera, which would show their inside."""
    depth = placement.points(hand.vertices)[:, 2]
    wrist = placement.points(hand.keypoints[:1])[0, 2]
    nearest = np.where(hand.skin.forearm > 0.97, _NEAREST_HAND, _ARM_SHARE * wrist)
    beyond_elbow = hand.skin.forearm < 0
    return bool((depth > np.where(beyond_elbow, _NEAREST_ARM, nearest)).all())


def leaves(hand: PosedHand, placement: Placement, camera: Camera) -> bool:
    """Whether the arm goes out of the picture, or ends out of sight behind the hand."""
    end = placement.points(hand.vertices[hand.skin.forearm < hand.skin.forearm.min() + _ARM_END])
    if (end[:, 2] < _NEAREST_ARM).any():
        return True
    uv = camera.project(end)
    if not ((uv > 0) & (uv < camera.side)).all(axis=1).any():
        return True
    points = camera.project(placement.points(hand.keypoints))
    outline, rim = cv2.convexHull(points.astype(np.float32)), _RIM * camera.side / _REFERENCE_SIDE
    return all(cv2.pointPolygonTest(outline, point, True) > -rim for point in uv.tolist())


def _draw_name(options: SynthConfig, rng: np.random.Generator) -> str:
    draw = rng.random()
    if draw < options.egocentric:
        return EGOCENTRIC
    return THIRD_PERSON if draw < options.egocentric + options.third_person else ANYWHERE


def _rotation(name: str, sideways: float, rng: np.random.Generator) -> np.ndarray:
    """Columns: where the hand's axes point (fingers, thumb side, back) in the camera's frame."""
    if name == ANYWHERE:
        return anything(rng)
    egocentric = name == EGOCENTRIC
    back_to_camera = rng.random() < (0.75 if egocentric else 0.4)
    # Fingers tip away from whoever looks at an own hand.
    pitch = -rng.uniform(15, 75) if egocentric else rng.normal(0, 25)
    yaw, roll = rng.normal(0, (30, 35))
    # Nothing is drawn for 0, so that the pictures of a seed stay what they were.
    if sideways and not egocentric and rng.random() < sideways:
        yaw = rng.uniform(-_FARTHEST_YAW, _FARTHEST_YAW)
    turn = about(Z, np.radians(roll)) @ about(Y, np.radians(yaw)) @ about(X, np.radians(pitch))
    return turn @ upright(back_to_camera)


def upright(back_to_camera: bool) -> np.ndarray:
    """The rotation (3, 3) that shows a hand with its fingers up, its back or palm in front."""
    fingers, back = -Y, -Z if back_to_camera else Z
    return np.stack([fingers, np.cross(back, fingers), back], axis=1)


def _placed(
    hand: PosedHand,
    rotation: np.ndarray,
    camera: Camera,
    options: SynthConfig,
    rng: np.random.Generator,
) -> Placement:
    points = hand.keypoints @ rotation.T
    pixels = np.exp(rng.uniform(np.log(options.size_low), np.log(options.size_high)))
    pixels *= camera.side / _REFERENCE_SIDE
    extent = max(np.ptp(points[:, :2], axis=0).max(), _LEAST_EXTENT)
    depth = max(_NEAREST_CENTRE, camera.focal * extent / pixels)
    off = rng.normal(0, _OFF_CENTRE, 2) * camera.side / _REFERENCE_SIDE
    centre = camera.ray(np.full(2, camera.side / 2) + off) * depth
    middle = (points.min(axis=0) + points.max(axis=0)) / 2
    return Placement(rotation, centre - middle)


def _cut_off(
    hand: PosedHand, placement: Placement, camera: Camera, rng: np.random.Generator
) -> Placement:
    """Moved so that a border of the picture cuts off a tenth to half of the keypoints."""
    points = placement.points(hand.keypoints)
    direction = np.eye(2)[rng.integers(2)] * rng.choice([-1.0, 1.0])
    along = (camera.project(points) - camera.side / 2) @ direction
    move = camera.side / 2 - np.quantile(along, rng.uniform(0.5, 0.9))
    by = direction * move * points[:, 2].mean() / camera.focal
    return placement.shifted(np.array([*by, 0.0]))
