"""Smooth noise in space: one small volume that repeats, read at any point."""

from __future__ import annotations

from functools import cache

import numpy as np

from handpose.synthesis.compiled import inlined

CELLS = 64
_SMOOTHNESS = 0.22  # the Gaussian's width in the spectrum, cycles a cell


@cache
def volume(seed: int = 0) -> np.ndarray:
    """Noise (64, 64, 64) float32, mean 0, standard deviation 0.5, that tiles in every direction."""
    white = np.random.default_rng(seed).normal(size=(CELLS,) * 3)
    frequency = np.fft.fftfreq(CELLS)
    squared = sum(axis**2 for axis in np.meshgrid(*[frequency] * 3, indexing="ij"))
    smooth = np.fft.ifftn(np.fft.fftn(white) * np.exp(-squared / _SMOOTHNESS**2)).real
    return np.ascontiguousarray(smooth / smooth.std() * 0.5, np.float32)


@inlined
def noise_at(cells: np.ndarray, x: float, y: float, z: float) -> float:
    """The noise at a point, in cells, linear between them."""
    low_x, low_y, low_z = np.floor(x), np.floor(y), np.floor(z)
    i, j, k = int(low_x) & 63, int(low_y) & 63, int(low_z) & 63
    i1, j1, k1 = (i + 1) & 63, (j + 1) & 63, (k + 1) & 63
    x, y, z = x - low_x, y - low_y, z - low_z
    a = cells[i, j, k] * (1 - z) + cells[i, j, k1] * z
    b = cells[i, j1, k] * (1 - z) + cells[i, j1, k1] * z
    c = cells[i1, j, k] * (1 - z) + cells[i1, j, k1] * z
    d = cells[i1, j1, k] * (1 - z) + cells[i1, j1, k1] * z
    return (a * (1 - y) + b * y) * (1 - x) + (c * (1 - y) + d * y) * x
