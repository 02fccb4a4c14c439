"""Poses without a name: curls, fingers that each do what they like, and hands between gestures.

A network that sees names alone learns to recognise them, and puts the fingers of a hand that is
none of them where the nearest one has them.
"""

from __future__ import annotations

import numpy as np

from handpose.synthesis.anatomy.angles import (
    ABDUCTION,
    DIP,
    FREEDOMS,
    LONG_FINGERS,
    MCP,
    PIP,
    angles,
    columns_of,
)
from handpose.synthesis.anatomy.gestures import (
    FINGER_STATES,
    GESTURES,
    NORMAL,
    WIDE,
    Gesture,
    Thumb,
    gesture_angles,
    thumb_angles,
)

_STATES = tuple(FINGER_STATES)
_THUMBS = tuple(dict.fromkeys(gesture.thumb for gesture in GESTURES.values()))


def random_angles(rng: np.random.Generator) -> np.ndarray:
    """Angles (27,) of no gesture, degrees, in one of three ways."""
    return (curled, mixed, between)[rng.integers(3)](rng)


def curled(rng: np.random.Generator) -> np.ndarray:
    """Neighbouring fingers curl alike, the thumb is free."""
    apart = np.abs(np.subtract.outer(np.arange(4), np.arange(4)))
    together = np.linalg.cholesky(0.65**apart) @ rng.normal(size=4)
    curl = 1 / (1 + np.exp(-1.5 * (together + 0.7 * rng.normal() - 0.3)))
    base = np.clip(curl + rng.normal(0, 0.18, 4), 0, 1)
    values = angles(**thumb_angles(_random_thumb(rng)))
    values[MCP] = -12 + 95 * base
    values[PIP] = 2 + 102 * np.clip(curl + rng.normal(0, 0.13, 4), 0, 1)
    values[DIP] = values[PIP] * rng.uniform(0.45, 0.72, 4)
    values[ABDUCTION] = (np.array(WIDE) * rng.random() + rng.normal(0, 3, 4)) * (1 - 0.9 * base)
    return values + angles(ring_metacarpal=5 * curl[2], pinky_metacarpal=10 * curl[3])


def mixed(rng: np.random.Generator) -> np.ndarray:
    """Each finger in the state of some gesture, the thumb in that of another."""
    fingers = "".join(rng.choice(_STATES, len(LONG_FINGERS)))
    index, middle, ring, pinky = np.array(NORMAL) * rng.uniform(0, 2.5) + rng.normal(0, 3, 4)
    thumb = _THUMBS[rng.integers(len(_THUMBS))]
    return gesture_angles(Gesture(fingers, thumb, (index, middle, ring, pinky)))


def between(rng: np.random.Generator) -> np.ndarray:
    """On the way from one gesture to another, some fingers ahead of the others."""
    start, end = (
        gesture_angles(GESTURES[name]) for name in rng.choice(list(GESTURES), 2, replace=False)
    )
    ahead = np.clip(rng.uniform(0.1, 0.9) + rng.normal(0, 0.2, 1 + len(LONG_FINGERS)), 0, 1)
    way = np.full(len(FREEDOMS), ahead[0])
    for finger, share in zip(LONG_FINGERS, ahead[1:], strict=True):
        way[columns_of(finger)] = share
    return start + way * (end - start)


def _random_thumb(rng: np.random.Generator) -> Thumb:
    palmar = rng.uniform(0, 52)
    twist = 0.5 * palmar - 10 + rng.normal(0, 5)
    return rng.uniform(5, 55), palmar, twist, rng.uniform(-5, 50), rng.uniform(-10, 65)
