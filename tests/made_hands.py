"""Hands as a model would find them, put together from numbers."""

from collections.abc import Sequence

import numpy as np

from handpose.inference.hands import Hands


def hands_at(
    keypoints: Sequence, right: Sequence[float] = (), scores: float | np.ndarray = 0.75
) -> Hands:
    """Hands of keypoints (n, 21, 2) uv; right: probabilities, 1 for all when left out.

    scores: (n, 21), or one number for all.
    """
    points = np.reshape(np.asarray(keypoints, np.float32), (-1, 21, 2))
    count = len(points)
    sides = np.asarray(right or [1.0] * count, np.float32)
    every = np.broadcast_to(np.float32(scores), (count, 21)).astype(np.float32)
    return Hands(points, every, sides, np.full(count, 0.5, np.float32), np.arange(count))


def a_row(x: float, y: float) -> np.ndarray:
    """Keypoints (21, 2) uv one pixel apart, to the right from x, y."""
    return np.stack([x + np.arange(21.0), np.full(21, y)], axis=1)
