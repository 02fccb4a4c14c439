"""Light from all sides as nine numbers a colour: spherical harmonics up to the second order.

Ramamoorthi & Hanrahan, "An efficient representation for irradiance environment maps" (2001).
"""

from __future__ import annotations

import numpy as np

from handpose.synthesis.compiled import inlined

ORDER = 9
_LEAST = 0.06
_BANDS = np.array([0, 1, 1, 1, 2, 2, 2, 2, 2])
# What remains of each band after the cosine of diffuse reflection, divided by pi.
_COSINE = np.array([1, 2 / 3, 1 / 4])[_BANDS]


def basis(directions: np.ndarray) -> np.ndarray:
    """The nine functions (..., 9) at unit vectors (..., 3)."""
    x, y, z = np.moveaxis(directions, -1, 0)
    columns = [
        np.full_like(x, 0.282095),
        *(0.488603 * y, 0.488603 * z, 0.488603 * x),
        *(1.092548 * x * y, 1.092548 * y * z, 0.315392 * (3 * z * z - 1)),
        *(1.092548 * x * z, 0.546274 * (x * x - y * y)),
    ]
    return np.stack(columns, axis=-1)


def project(values: np.ndarray, directions: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Coefficients (3, 9) of colours (..., 3) that come from directions (..., 3).

    weights: (...) the solid angle of each direction, steradians.
    """
    weighted = values.reshape(-1, 3) * weights.reshape(-1, 1)
    return weighted.T @ basis(directions).reshape(-1, ORDER)


def uniform(colour: np.ndarray) -> np.ndarray:
    """Coefficients (3, 9) of the same colour (3,) from everywhere."""
    coefficients = np.zeros((3, ORDER))
    coefficients[:, 0] = np.asarray(colour) / 0.282095
    return coefficients


def rotate(coefficients: np.ndarray, rotation: np.ndarray) -> np.ndarray:
    """Coefficients (3, 9) after turning the surroundings by `rotation` (3, 3)."""
    turned = np.linalg.lstsq(basis(_PROBES @ rotation.T), basis(_PROBES), rcond=None)[0]
    return coefficients @ turned.T


def diffuse(coefficients: np.ndarray) -> np.ndarray:
    """Coefficients (3, 9) of what a white matt surface facing each direction would send out."""
    return coefficients * _COSINE


def _probes(count: int) -> np.ndarray:
    """Unit vectors (count, 3), evenly spread: a Fibonacci lattice."""
    height = 1 - 2 * (np.arange(count) + 0.5) / count
    turn = np.pi * (1 + 5**0.5) * np.arange(count)
    radius = np.sqrt(1 - height**2)
    return np.stack([radius * np.cos(turn), radius * np.sin(turn), height], axis=-1)


_PROBES = _probes(48)


@inlined
def from_direction(coefficients: np.ndarray, colour: int, x: float, y: float, z: float) -> float:
    """The value of one colour (0 red, 1 green, 2 blue) in a direction.

    Never less than a little of the mean: nine numbers ring below zero beside a bright light.
    """
    c = coefficients[colour]
    mean = c[0] * 0.282095
    value = mean + 0.488603 * (c[1] * y + c[2] * z + c[3] * x)
    value += 1.092548 * (c[4] * x * y + c[5] * y * z + c[7] * x * z)
    value += c[6] * 0.315392 * (3 * z * z - 1) + c[8] * 0.546274 * (x * x - y * y)
    return max(_LEAST * mean, value)
