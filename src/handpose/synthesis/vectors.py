"""Small vector algebra that the hand's modules share."""

from __future__ import annotations

import numpy as np


def unit(vector: np.ndarray) -> np.ndarray:
    """A vector (3,) of length one."""
    return vector / np.sqrt(vector @ vector)


def cross(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """The cross product of two vectors (3,), without the cost of numpy's general one."""
    return np.array(
        [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
    )


def across(vector: np.ndarray, axis: np.ndarray) -> np.ndarray:
    """The direction (3,) of a vector's part perpendicular to a unit axis."""
    return unit(vector - axis * (vector @ axis))


def signed_angle(start: np.ndarray, end: np.ndarray, axis: np.ndarray) -> float:
    """Radians by which `start` must turn about the unit axis to point to `end`'s side."""
    start, end = start - axis * (start @ axis), end - axis * (end @ axis)
    return float(np.arctan2(cross(start, end) @ axis, start @ end))
