"""Rotations (3, 3) in the camera's frame: x right, y down, z forward."""

from __future__ import annotations

import numpy as np

X, Y, Z = np.eye(3)


def about(axis: np.ndarray, angle: float) -> np.ndarray:
    """The turn by `angle` radians about an axis (3,), by Rodrigues' formula."""
    x, y, z = axis / np.linalg.norm(axis)
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross


def anything(rng: np.random.Generator) -> np.ndarray:
    """Any rotation, all equally likely: a random unit quaternion."""
    w, x, y, z = (lambda q: q / np.linalg.norm(q))(rng.normal(size=4))
    return np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
            [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
            [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
        ]
    )
