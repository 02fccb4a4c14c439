"""What makes a pose plausible, as residuals: nothing enters anything, what shall touch touches.

The unknowns are the 27 angles in radians and the three coordinates by which a held thing moves
from its place, in units of `SHIFT` metres.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from handpose.synthesis.anatomy.angles import ABDUCTION, FREEDOMS, HIGH, LOW, WRIST
from handpose.synthesis.anatomy.capsules import ENDS, PAIRS, PHALANGES, Capsules, overlaps
from handpose.synthesis.anatomy.kinematics import forward, keypoints_of
from handpose.synthesis.anatomy.skeleton import Skeleton
from handpose.synthesis.anatomy.solid import Solid, distance
from handpose.synthesis.compiled import compiled

ANGLES = len(FREEDOMS)
UNKNOWNS = ANGLES + 3
FIRST_UNKNOWN = WRIST.stop  # the wrist does not change what touches
SHIFT = 0.01
_SHIFT_LIMIT = 2.5

# Residuals are 1 for a millimetre too deep, 1.5 for one apart, 1 for these angles off the wish.
_PER_METRE, _TOUCH_PER_METRE, _GRIP_PER_METRE = 1000.0, 1500.0, 300.0
_ANGLE_SCALE = np.full(ANGLES, np.radians(12.0))
_ANGLE_SCALE[ABDUCTION] = np.radians(4.0)
_SAMPLES = 5  # points on a bone that are held against a thing
_SOFTNESS = 0.9  # of a capsule's radius, when it presses on a thing


class Wish(NamedTuple):
    """What a pose shall be.

    angles, guess: (27,) radians, those wished for and those from which the search starts.
    touch: (c, 2) keypoints whose flesh meets at `gap` (c,) metres. solid: the held thing.
    grip: (5,) how strongly each finger is drawn to the thing, 0 to 1.
    """

    angles: np.ndarray
    guess: np.ndarray
    touch: np.ndarray
    gap: np.ndarray
    solid: Solid
    grip: np.ndarray


LIMITS = (
    np.concatenate([np.radians(LOW), np.full(3, -_SHIFT_LIMIT)]),
    np.concatenate([np.radians(HIGH), np.full(3, _SHIFT_LIMIT)]),
)


@compiled
def residual_count(wish: Wish) -> int:
    """How many residuals there are."""
    return len(PAIRS) + len(wish.touch) + UNKNOWNS + len(ENDS) + 5


@compiled
def residuals(
    unknowns: np.ndarray, wish: Wish, skeleton: Skeleton, capsules: Capsules, out: np.ndarray
) -> None:
    """Fill `out`: overlaps of flesh, touches, angles off the wish, overlaps with a thing, grips."""
    points = keypoints_of(forward(unknowns, skeleton), skeleton)
    depth = overlaps(points, capsules.radii)
    row = len(depth)
    for pair in range(row):
        out[pair] = _PER_METRE * max(depth[pair] - capsules.allowed[pair], 0.0)
    for touch in range(len(wish.touch)):
        away = _apart(points[wish.touch[touch, 0]], points[wish.touch[touch, 1]])
        out[row] = _TOUCH_PER_METRE * (away - wish.gap[touch])
        row += 1
    for angle in range(ANGLES):
        out[row + angle] = (unknowns[angle] - wish.angles[angle]) / _ANGLE_SCALE[angle]
    row += ANGLES
    out[row : row + 3] = unknowns[ANGLES:]
    _on_thing(points, unknowns[ANGLES:] * SHIFT, wish, capsules, out[row + 3 :])


@compiled
def _on_thing(
    points: np.ndarray, shift: np.ndarray, wish: Wish, capsules: Capsules, out: np.ndarray
) -> None:
    """Overlaps (19) of every capsule with the held thing, then the gaps (5) of fingers to it."""
    place = np.zeros(3)
    out[: len(ENDS) + 5] = 0.0
    if wish.solid.centre[0] > 1.0:
        return
    gaps = np.full(5, 1.0)
    for capsule in range(len(ENDS)):
        start, end = points[ENDS[capsule, 0]], points[ENDS[capsule, 1]]
        nearest = 1.0
        for sample in range(_SAMPLES):
            share = sample / (_SAMPLES - 1)
            for k in range(3):
                place[k] = (1 - share) * start[k] + share * end[k]
            nearest = min(nearest, distance(wish.solid, place, shift))
        nearest -= _SOFTNESS * capsules.radii[capsule]
        out[capsule] = _PER_METRE * max(-nearest, 0.0)
        if capsule < PHALANGES and capsule % 3 > 0:
            gaps[capsule // 3] = min(gaps[capsule // 3], nearest)
    for finger in range(5):
        out[len(ENDS) + finger] = _GRIP_PER_METRE * wish.grip[finger] * max(gaps[finger], 0.0)


@compiled
def _apart(a: np.ndarray, b: np.ndarray) -> float:
    return np.sqrt((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2)


@compiled
def faults(values: np.ndarray, wish: Wish) -> tuple[float, float]:
    """Of residuals: the deepest overlap and the worst touch, both in metres."""
    touch = len(PAIRS)
    thing = touch + len(wish.touch) + UNKNOWNS
    deepest, worst = 0.0, 0.0
    for row in range(len(PAIRS)):
        deepest = max(deepest, values[row])
    for row in range(thing, thing + len(ENDS)):
        deepest = max(deepest, values[row])
    for row in range(touch, touch + len(wish.touch)):
        worst = max(worst, abs(values[row]))
    return deepest / _PER_METRE, worst / _TOUCH_PER_METRE
