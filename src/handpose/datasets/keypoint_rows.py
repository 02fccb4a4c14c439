"""Keypoints as label files write them, x, y, v after one another, to numbers."""

from __future__ import annotations

from typing import Any

import numpy as np

from handpose.errors import BadSampleError


def keypoint_rows(values: Any, file: object) -> np.ndarray:
    """Rows (n, 3) float64 x, y, v of a flat list, or of one list per keypoint.

    Raises BadSampleError that names `file` for anything but numbers in threes, and for a
    negative v. Coordinates may be NaN here: Sample knows whether they matter.
    """
    try:
        rows = np.asarray(values)
    except ValueError:
        raise BadSampleError(file, "keypoints of x, y, v expected, some are longer") from None
    # numpy would read '12' and True as numbers: both are mistakes in a label file.
    if rows.dtype.kind not in "iuf" or not rows.size:
        raise BadSampleError(file, f"keypoints of numbers x, y, v expected, got {_short(values)}")
    if (rows.shape[-1] if rows.ndim > 1 else rows.size) % 3:
        raise BadSampleError(file, f"{rows.size} keypoint values, a multiple of 3 expected")
    rows = rows.reshape(-1, 3).astype(np.float64)
    if not (rows[:, 2] >= 0).all():
        raise BadSampleError(file, "v of 0, 1 or 2 expected, got a negative or none")
    return rows


def _short(values: Any) -> str:
    text = repr(values)
    return text if len(text) <= 40 else text[:37] + "..."
