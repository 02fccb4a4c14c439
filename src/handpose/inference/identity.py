"""Which hand is which: from frame to frame, among the hands of a frame, and among boxes.

Distances are means over the keypoints in shares of the larger hand's long side, so that neither
resolution nor distance matters.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from handpose.inference.crops import long_sides

# Shares of the long side: the same hand seen twice in one frame, from two crops, lies closer.
TWICE = 0.15
_LEAST_SIDE = 1e-6  # pixels, of a hand whose keypoints are all in one place


def mean_distances(some: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Distances (n, m) of hands (n, 21, 2) from hands (m, 21, 2), in shares of the long side."""
    apart = np.linalg.norm(some[:, None] - others[None], axis=-1).mean(axis=-1)
    sides = np.maximum(long_sides(some)[:, None], long_sides(others)[None])
    return apart / np.maximum(sides, _LEAST_SIDE)


def one_to_one(costs: np.ndarray, most: float) -> list[int | None]:
    """A column for each row of costs (n, m), no column twice, at the least sum of costs.

    A row without a column counts as `most`, and no pair costs more. Exact, by trying: for the
    few hands of a picture.
    """

    @cache
    def best(row: int, free: frozenset[int]) -> tuple[float, tuple[int | None, ...]]:
        if row == len(costs):
            return 0.0, ()
        rest, columns = best(row + 1, free)
        choices = [(most + rest, (None, *columns))]
        for column in sorted(free):
            # A dearer pair never pays; without them the search stays small.
            if costs[row, column] <= most:
                rest, columns = best(row + 1, free - {column})
                choices.append((costs[row, column] + rest, (column, *columns)))
        return min(choices, key=lambda choice: choice[0])

    return list(best(0, frozenset(range(costs.shape[1])))[1])


def distinct(keypoints: np.ndarray, sureness: np.ndarray) -> np.ndarray:
    """Rows (k,), ascending, of hands (n, 21, 2) without those that are a surer hand once more.

    sureness: (n,), any scale.
    """
    apart = mean_distances(keypoints, keypoints)
    kept: list[int] = []
    for row in np.argsort(-sureness, kind="stable"):
        if (apart[row, kept] >= TWICE).all():
            kept.append(int(row))
    return np.array(sorted(kept), int)


def overlaps(boxes: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Intersection over union (n, m) of boxes (n, 4) x, y, w, h with boxes (m, 4)."""
    low = np.maximum(boxes[:, None, :2], others[None, :, :2])
    high = np.minimum(_ends(boxes)[:, None], _ends(others)[None])
    shared = np.clip(high - low, 0, None).prod(axis=-1)
    return shared / (_areas(boxes)[:, None] + _areas(others)[None] - shared)


def _ends(boxes: np.ndarray) -> np.ndarray:
    return boxes[:, :2] + boxes[:, 2:]


def _areas(boxes: np.ndarray) -> np.ndarray:
    return boxes[:, 2:].prod(axis=-1)
