"""Surface: what a point looks like before light falls on it, whatever it is made of."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from handpose.synthesis.compiled import inlined

Vector = tuple[float, float, float]


class Surface(NamedTuple):
    """A point's unit normal with its relief (x, y, z), linear colour, and how it reflects.

    rough: 0 a mirror to 1; reflectance: what is mirrored head-on; metal: 1 when all light is
    mirrored in its colour; scatter: 1 when light wanders under it, as in skin; sheen: light
    caught by fuzz at grazing angles; emission: light of its own colour that it sends out.
    """

    x: float
    y: float
    z: float
    red: float
    green: float
    blue: float
    rough: float
    reflectance: float
    metal: float
    scatter: float
    sheen: float
    emission: float


@inlined
def blend(values: np.ndarray, a: int, b: int, c: int, column: int, wa: float, wb: float) -> float:
    """A column of vertex values at a triangle's point of weights wa, wb and the rest."""
    return values[a, column] * wa + values[b, column] * wb + values[c, column] * (1 - wa - wb)


@inlined
def blend3(values: np.ndarray, a: int, b: int, c: int, wa: float, wb: float) -> Vector:
    """The first three columns of vertex values at a triangle's point."""
    return (
        blend(values, a, b, c, 0, wa, wb),
        blend(values, a, b, c, 1, wa, wb),
        blend(values, a, b, c, 2, wa, wb),
    )


@inlined
def unit_of(x: float, y: float, z: float) -> Vector:
    """A vector at length one."""
    scale = 1 / np.sqrt(x * x + y * y + z * z + 1e-20)
    return x * scale, y * scale, z * scale


@inlined
def mix(a: float, b: float, share: float) -> float:
    """From `a` (share 0) to `b` (share 1)."""
    return a + (b - a) * share
