"""From the coarse skin that the bones move to the fine one that is drawn."""

from __future__ import annotations

import numpy as np

from handpose.synthesis.anatomy.asset import HandAsset
from handpose.synthesis.compiled import compiled


def refine(asset: HandAsset, coarse: np.ndarray) -> np.ndarray:
    """Fine vertices (fine, 3) float32 of coarse ones (n, 3).

    To subdivide after skinning smooths the creases that skinning leaves at joints.
    """
    return _product(*asset.subdivision, np.ascontiguousarray(coarse, np.float32))


@compiled
def _product(
    data: np.ndarray, columns: np.ndarray, starts: np.ndarray, coarse: np.ndarray
) -> np.ndarray:
    fine = np.zeros((len(starts) - 1, 3), np.float32)
    for row in range(len(fine)):
        for place in range(starts[row], starts[row + 1]):
            vertex, weight = columns[place], data[place]
            fine[row, 0] += weight * coarse[vertex, 0]
            fine[row, 1] += weight * coarse[vertex, 1]
            fine[row, 2] += weight * coarse[vertex, 2]
    return fine
