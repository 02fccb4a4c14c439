"""Grasps: things that a hand holds, how large they are, where they lie, how fingers close."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from handpose.hand import FINGERS
from handpose.synthesis.anatomy.angles import ABDUCTION, DIP, MCP, PIP
from handpose.synthesis.anatomy.angles import angles as named_angles
from handpose.synthesis.anatomy.gestures import (
    CLOSING,
    GESTURES,
    NARROW,
    Spread,
    Thumb,
    gesture_angles,
    thumb_angles,
)
from handpose.synthesis.anatomy.joints import phalanx
from handpose.synthesis.anatomy.kinematics import forward, keypoints_of
from handpose.synthesis.anatomy.posed import HeldObject
from handpose.synthesis.anatomy.rig import Rig
from handpose.synthesis.anatomy.skeleton import DISTAL, DORSAL, RADIAL
from handpose.synthesis.anatomy.solid import Solid
from handpose.synthesis.vectors import across, unit

KINDS = ("cylinder", "sphere", "box", "slab", "mug", "pen")
_EDGE = 0.004  # metres, how round a box is
_MIDDLE_BASE = phalanx(2, 0)
_ADULT_PALM = 0.092  # metres from the wrist to the middle finger's MCP
_OPENED = 0.4  # of a finger's bend
_GAP = 0.001  # metres between palm and thing before the solver closes it


@dataclass(frozen=True)
class Grasp:
    """A thing against the palm.

    low, high: its sizes in millimetres, along its own axes: x across the palm, y to the
    fingers, z away from the palm. reach: where it lies, of the palm's length.
    """

    kind: str
    low: tuple[float, float, float]
    high: tuple[float, float, float]
    thumb: Thumb
    spread: Spread = CLOSING
    reach: float = 0.94
    fingers: tuple[float, float, float] | None = None  # MCP, PIP, DIP; None: as thick as it is
    touch: tuple[tuple[int, int], ...] = ()  # keypoints that press it from two sides


GRASPS: Mapping[str, Grasp] = MappingProxyType(
    {
        "hold_cylinder": Grasp("cylinder", (100, 36, 36), (220, 72, 72), (18, 50, 25, 15, 20)),
        "hold_sphere": Grasp(
            "sphere", (56, 56, 56), (84, 84, 84), (25, 50, 22, 12, 15), (10, 0, -8, -16), 1.04
        ),
        "hold_box": Grasp("box", (90, 30, 22), (180, 60, 50), (20, 50, 25, 15, 20)),
        "hold_slab": Grasp(
            "slab", (130, 64, 7), (165, 78, 10), (28, 34, 12, 12, 18), NARROW, 0.88, (22, 66, 34)
        ),
        "hold_mug": Grasp("mug", (85, 70, 70), (105, 84, 84), (22, 50, 25, 12, 15)),
        "hold_pen": Grasp(
            "pen", (130, 8, 8), (150, 11, 11), GESTURES["tripod"].thumb, touch=((4, 8), (4, 12))
        ),
    }
)
ROUND = ("cylinder", "sphere", "mug", "pen")


def draw_size(grasp: Grasp, rig: Rig, rng: np.random.Generator) -> np.ndarray:
    """Lengths (3,) of a thing in metres; round ones have one thickness, children small ones."""
    size = rng.uniform(grasp.low, grasp.high) / 1000
    size[1:] *= min(1.0, rig.skeleton.heads[_MIDDLE_BASE][0] / _ADULT_PALM)
    if grasp.kind in ROUND:
        size[2] = size[1]
    if grasp.kind == "sphere":
        size[0] = size[1]
    return size


def grasp_angles(grasp: Grasp, size: np.ndarray) -> np.ndarray:
    """Angles (27,) in degrees of a hand that is about to close about a thing of this size."""
    if grasp.kind == "pen":
        return gesture_angles(GESTURES["tripod"])
    values = named_angles(**thumb_angles(grasp.thumb))
    thin = np.clip((0.045 - (size[1] + size[2]) / 4) / 0.03, 0, 1)
    bent = grasp.fingers or (38 + 25 * thin, 48 + 42 * thin, 28 + 20 * thin)
    for columns, value in zip((MCP, PIP, DIP), bent, strict=True):
        values[columns] = value
    values[ABDUCTION] = grasp.spread
    return values


def opened(values: np.ndarray) -> np.ndarray:
    """Angles (27,), any unit, of a hand that has not closed yet: outside the thing it holds."""
    values = values.copy()
    values[PIP + DIP] *= _OPENED
    return values


def place(
    grasp: Grasp, size: np.ndarray, angles: np.ndarray, rig: Rig, rng: np.random.Generator
) -> HeldObject:
    """Where a thing lies in the right hand's frame, before the solver settles it.

    angles: (27,) radians, those of fingers that already make room for a pen.
    """
    if grasp.kind == "pen":
        return _place_pen(size, angles, rig)
    knuckle = rig.skeleton.heads[_MIDDLE_BASE]
    flesh = rig.capsules.radii[-4:].mean()
    tilt = rng.uniform(-0.05, 0.35), rng.uniform(-0.1, 0.1)
    long = unit(RADIAL + tilt[0] * DISTAL + tilt[1] * DORSAL)
    away = across(-DORSAL, long)
    centre = grasp.reach * knuckle - (flesh + size[2] / 2 + _GAP) * DORSAL
    return HeldObject(grasp.kind, size, np.stack([long, np.cross(away, long), away], 1), centre)


_THUMB_END = 2  # its last phalanx among the capsules
_WRITING_END = 0.035  # metres of a pen beyond the fingers


def _place_pen(size: np.ndarray, angles: np.ndarray, rig: Rig) -> HeldObject:
    """Between three fingertips, leaning on the hand beside the index finger's knuckle."""
    points = keypoints_of(forward(angles, rig.skeleton), rig.skeleton)
    thumb, index, middle = (points[FINGERS[name][-1]] for name in ("thumb", "index", "middle"))
    fingers = (index + middle) / 2
    flesh = rig.capsules.radii[_THUMB_END] + size[1] / 2
    between = thumb + flesh * unit(fingers - thumb)
    knuckle = points[FINGERS["index"][0]] + 0.016 * RADIAL
    along = unit(knuckle - between)
    second = across(DORSAL, along)
    rotation = np.stack([along, second, np.cross(along, second)], axis=1)
    return HeldObject("pen", size, rotation, between + along * (size[0] / 2 - _WRITING_END))


def solid_of(held: HeldObject) -> Solid:
    """A held thing as the solver sees it."""
    if held.kind in ROUND:
        radius = float(held.size[1]) / 2
        long = 0.0 if held.kind == "sphere" else float(held.size[0]) / 2
        half = np.array([long, 0.0, 0.0])
    else:
        radius = min(_EDGE, float(held.size.min()) / 2)
        half = held.size / 2 - radius
    return Solid(half, radius, np.ascontiguousarray(held.rotation), held.centre)


def gripping(grasp: Grasp) -> np.ndarray:
    """(5,) 1 for the fingers that touch the thing."""
    return np.array([1.0, 1.0, 1.0, 0.0, 0.0]) if grasp.kind == "pen" else np.ones(5)
