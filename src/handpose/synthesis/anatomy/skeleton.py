"""Bones at rest: where they are, about which axes they turn, and how far the mesh already bends.

A straight finger does not tell its axis of flexion; its nail does, since it lies on the back.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from handpose.synthesis.anatomy.angles import FREEDOMS, LONG_FINGERS, NUMBER
from handpose.synthesis.anatomy.joints import FIRST_METACARPAL, joints_of, nail_normals, phalanx
from handpose.synthesis.anatomy.shape import Shape
from handpose.synthesis.vectors import across, cross, signed_angle, unit

DISTAL, RADIAL, DORSAL = np.eye(3)
# A finger that is bent at rest tells its axis too, when it agrees with the nail.
_VISIBLY_BENT, _AGREES = 0.25, 0.7


class Skeleton(NamedTuple):
    """The right hand's bones, metres in the frame of `Shape`.

    heads: (22, 3) where each bone turns; tips: (5, 3) the ends of the fingers.
    axes: (27, 3) unit axis of each angle; rest: (27,) radians, the angles as modelled.
    thumb: (3, 3) rows: the thumb's direction where both its angles are 0, that at 90 degrees
    of radial abduction, and its direction at rest.
    """

    heads: np.ndarray
    tips: np.ndarray
    axes: np.ndarray
    rest: np.ndarray
    thumb: np.ndarray


def skeleton_of(shape: Shape, skin: np.ndarray) -> Skeleton:
    """The bones of a hand at rest, whose fine skin (fine, 3) is given too."""
    heads, tips = joints_of(shape, skin)
    axes, rest = np.zeros((len(FREEDOMS), 3)), np.zeros(len(FREEDOMS))
    nails = nail_normals(shape.asset, skin)
    thumb = _thumb_directions(heads)
    for name, axis, angle in (
        *_wrist(heads),
        *_thumb(heads, tips, nails[0], thumb),
        *(row for finger in range(1, 5) for row in _finger(finger, heads, tips, nails[finger])),
    ):
        axes[NUMBER[name]], rest[NUMBER[name]] = axis, angle
    for finger in ("ring", "pinky"):
        axes[NUMBER[f"{finger}_metacarpal"]] = axes[NUMBER[f"{finger}_mcp"]]
    return Skeleton(heads, tips, axes, rest, thumb)


def _directions(finger: int, heads: np.ndarray, tips: np.ndarray) -> list[np.ndarray]:
    """The directions of a finger's three bones."""
    first = phalanx(finger, 0)
    points = [*heads[first : first + 3], tips[finger]]
    return [unit(points[place + 1] - points[place]) for place in range(3)]


Row = tuple[str, np.ndarray, float]  # an angle's name, axis and value at rest


def _wrist(heads: np.ndarray) -> list[Row]:
    forearm = unit(heads[0] - heads[2])
    return [
        ("wrist_flexion", RADIAL, signed_angle(forearm, DISTAL, RADIAL)),
        ("wrist_deviation", DORSAL, signed_angle(forearm, DISTAL, DORSAL)),
        ("forearm_twist", forearm, 0.0),
    ]


def _finger(finger: int, heads: np.ndarray, tips: np.ndarray, nail: np.ndarray) -> list[Row]:
    name = LONG_FINGERS[finger - 1]
    base = heads[phalanx(finger, 0)]
    metacarpal = unit(base - heads[FIRST_METACARPAL + finger - 1])
    middle = unit(heads[phalanx(2, 1)] - heads[phalanx(2, 0)])
    first, second, third = _directions(finger, heads, tips)
    flexion = _flexion_axis(unit(tips[finger] - base), nail, cross(first, third))
    sideways = across(DORSAL, first)
    return [
        (f"{name}_mcp", flexion, signed_angle(metacarpal, first, flexion)),
        (f"{name}_abduction", sideways, signed_angle(middle, first, sideways)),
        (f"{name}_pip", flexion, signed_angle(first, second, flexion)),
        (f"{name}_dip", flexion, signed_angle(second, third, flexion)),
    ]


def _flexion_axis(along: np.ndarray, nail: np.ndarray, bend: np.ndarray) -> np.ndarray:
    axis = unit(cross(across(nail, along), along))
    strength = np.linalg.norm(bend)
    if strength > _VISIBLY_BENT and bend @ axis > _AGREES * strength:
        axis = unit(axis + unit(bend))
    return axis


def _thumb_directions(heads: np.ndarray) -> np.ndarray:
    index = across(heads[phalanx(1, 0)], DORSAL)
    start = phalanx(0, 0)
    return np.stack([index, across(RADIAL, index), unit(heads[start + 1] - heads[start])])


def _thumb(heads: np.ndarray, tips: np.ndarray, nail: np.ndarray, thumb: np.ndarray) -> list[Row]:
    index, radial, first = thumb
    _, second, third = _directions(0, heads, tips)
    along = unit(tips[0] - heads[phalanx(0, 1)])
    flexion = unit(cross(across(nail, along), along))
    return [
        ("thumb_radial", DORSAL, float(np.arctan2(first @ radial, first @ index))),
        ("thumb_palmar", radial, float(np.arcsin(np.clip(-first @ DORSAL, -1, 1)))),
        ("thumb_twist", -first, 0.0),
        ("thumb_mcp", flexion, signed_angle(first, second, flexion)),
        ("thumb_abduction", across(nail, along), 0.0),
        ("thumb_ip", flexion, signed_angle(second, third, flexion)),
    ]
