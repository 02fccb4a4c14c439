"""Held things as solids: a box with rounded edges is also a ball, a rod, a slab."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from handpose.synthesis.compiled import compiled


class Solid(NamedTuple):
    """A box grown by a radius, metres, in the right hand's frame.

    half: (3,) half lengths of the box before it grows; radius: by how much it grows.
    rotation: (3, 3), columns are its axes; centre: (3,).
    """

    half: np.ndarray
    radius: float
    rotation: np.ndarray
    centre: np.ndarray


# A solid so far away that nothing touches it: the hand holds nothing.
NOTHING = Solid(np.zeros(3), 0.0, np.eye(3), np.full(3, 1e3))


@compiled
def distance(solid: Solid, point: np.ndarray, shift: np.ndarray) -> float:
    """Metres from the surface of a solid moved by `shift` (3,); negative inside."""
    outside, inside = 0.0, -1e9
    for axis in range(3):
        along = 0.0
        for k in range(3):
            along += solid.rotation[k, axis] * (point[k] - solid.centre[k] - shift[k])
        beyond = abs(along) - solid.half[axis]
        outside += max(beyond, 0.0) ** 2
        inside = max(inside, beyond)
    return np.sqrt(outside) + min(inside, 0.0) - solid.radius
