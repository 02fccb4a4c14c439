"""Rings of quadrilaterals that continue or close the border of a cut."""

from __future__ import annotations

from itertools import pairwise

import numpy as np


def border_rings(faces: np.ndarray) -> list[np.ndarray]:
    """The vertices of each border of quadrilaterals (f, 4), against the faces' winding."""
    pairs = np.stack([faces, np.roll(faces, -1, axis=1)], axis=-1).reshape(-1, 2).tolist()
    directed = set(map(tuple, pairs))
    before = {b: a for a, b in sorted(directed) if (b, a) not in directed}
    rings = []
    while before:
        ring = [next(iter(before))]
        while before[ring[-1]] != ring[0]:
            ring.append(before.pop(ring[-1]))
        before.pop(ring[-1])
        rings.append(np.array(ring))
    return rings


def ring_faces(ring: np.ndarray, first: int, count: int) -> np.ndarray:
    """Faces (count r, 4) that join `count` new rings to the border; new vertices from `first`."""
    rows = [ring] + [first + step * len(ring) + np.arange(len(ring)) for step in range(count)]
    bands = [
        np.stack([near, np.roll(near, -1), np.roll(far, -1), far], axis=1)
        for near, far in pairwise(rows)
    ]
    return np.concatenate(bands)


def ring_vertices(border: np.ndarray, along: np.ndarray, count: int, step: float) -> np.ndarray:
    """Vertices (count r, 3) of new rings, from the border (r, 3) by steps along a direction.

    They become round on the way; the last one closes the end.
    """
    centre = border.mean(axis=0)
    offset = border - centre
    across = offset - np.outer(offset @ along, along)
    width = np.linalg.norm(across, axis=1, keepdims=True)
    circle = across / width * width.mean()
    rings = []
    for place in range(1, count):
        share = min(1.0, 2 * place / count)
        rings.append(centre + along * step * place + (1 - share) * offset + share * circle)
    return np.concatenate([*rings, centre + along * step * (count - 1) + 0.02 * circle])
