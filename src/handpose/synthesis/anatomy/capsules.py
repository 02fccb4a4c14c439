"""The flesh of a hand in short: 19 capsules, a radius about each phalanx and metacarpal."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from handpose.hand import FINGERS, WRIST
from handpose.synthesis.anatomy.asset import HandAsset
from handpose.synthesis.anatomy.joints import FIRST_PHALANX
from handpose.synthesis.anatomy.kinematics import forward, keypoints_of
from handpose.synthesis.anatomy.skeleton import Skeleton
from handpose.synthesis.compiled import compiled

# The keypoints at the ends of each capsule: 15 phalanges (the thumb's first is its metacarpal),
# then the metacarpals of the other fingers.
_CHAINS = list(FINGERS.values())
ENDS = np.array(
    [(chain[place], chain[place + 1]) for chain in _CHAINS for place in range(3)]
    + [(WRIST, chain[0]) for chain in _CHAINS[1:]]
)
PHALANGES = 15
INDEX_METACARPAL = 15


def _pairs() -> np.ndarray:
    """The pairs of capsules that must not enter each other; neighbours always touch."""
    fingers = [
        (i, j) for i in range(PHALANGES) for j in range(i + 1, PHALANGES) if i // 3 != j // 3
    ]
    palm = [(i, j) for i in range(PHALANGES) for j in range(PHALANGES, len(ENDS)) if i % 3 > 0]
    return np.array(fingers + [(i, j) for i, j in palm if i >= 3 or j != INDEX_METACARPAL])


PAIRS = _pairs()

# Skin yields a little, so that a capsule is thinner than the finger.
FIRMNESS = 0.93
# The muscles about the thumb's metacarpal do not belong to it alone; those of the palm hide the
# bones altogether, so that their radii are shares of the palm's length.
_THUMB_METACARPAL = 0.8
_PALM_SHARES = (0.145, 0.14, 0.13, 0.125)
# Metres that capsules may enter each other more than at rest; the palm is softest.
_YIELD, _PALM_YIELD = 0.0012, 0.005


class Capsules(NamedTuple):
    """radii: (19,) metres; allowed: metres that each of `PAIRS` may overlap."""

    radii: np.ndarray
    allowed: np.ndarray


def capsules_of(asset: HandAsset, skeleton: Skeleton, skin: np.ndarray) -> Capsules:
    """The capsules of a hand, measured on its fine skin (fine, 3) at rest."""
    points = keypoints_of(forward(skeleton.rest, skeleton), skeleton)
    palm = float(np.linalg.norm(points[FINGERS["middle"][0]] - points[WRIST]))
    radii = np.concatenate([finger_radii(asset, skin, points), palm * np.array(_PALM_SHARES)])
    radii[:PHALANGES] *= FIRMNESS
    radii[0] *= _THUMB_METACARPAL
    softness = np.where(PAIRS[:, 1] >= PHALANGES, _PALM_YIELD, _YIELD)
    return Capsules(radii, np.maximum(overlaps(points, radii), 0) + softness)


def finger_radii(asset: HandAsset, skin: np.ndarray, points: np.ndarray) -> np.ndarray:
    """The median distance (15,) of each phalanx's skin from its bone, metres."""
    radii = np.zeros(PHALANGES)
    for number, (start, end) in enumerate(ENDS[:PHALANGES]):
        own = skin[asset.members[FIRST_PHALANX + number]] - points[start]
        bone = points[end] - points[start]
        along = own @ bone / (bone @ bone)
        middle = (along > 0.15) & (along < 0.85)
        away = own[middle] - along[middle, None] * bone
        radii[number] = np.median(np.linalg.norm(away, axis=1))
    return radii


@compiled
def overlaps(points: np.ndarray, radii: np.ndarray) -> np.ndarray:
    """How deep the two capsules of each of `PAIRS` are in each other, metres; below 0: apart."""
    depth = np.zeros(len(PAIRS))
    for number in range(len(PAIRS)):
        i, j = PAIRS[number, 0], PAIRS[number, 1]
        apart = segment_distance(
            points[ENDS[i, 0]], points[ENDS[i, 1]], points[ENDS[j, 0]], points[ENDS[j, 1]]
        )
        depth[number] = radii[i] + radii[j] - apart
    return depth


@compiled
def segment_distance(
    start: np.ndarray, end: np.ndarray, other_start: np.ndarray, other_end: np.ndarray
) -> float:
    """The distance of two line segments in space (Ericson, Real-Time Collision Detection, 5.1)."""
    a = b = c = e = f = 0.0
    for k in range(3):
        u, v, w = end[k] - start[k], other_end[k] - other_start[k], start[k] - other_start[k]
        a, b, c, e, f = a + u * u, b + u * v, c + u * w, e + v * v, f + v * w
    parallel = a * e - b * b
    s = _clamp((b * f - c * e) / parallel) if parallel > 1e-12 else 0.0
    t = (b * s + f) / e
    if t < 0 or t > 1:
        t = _clamp(t)
        s = _clamp((b * t - c) / a)
    squared = 0.0
    for k in range(3):
        on = start[k] + s * (end[k] - start[k])
        squared += (on - other_start[k] - t * (other_end[k] - other_start[k])) ** 2
    return np.sqrt(squared)


@compiled
def _clamp(value: float) -> float:
    return min(1.0, max(0.0, value))
