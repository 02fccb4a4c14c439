"""Simple bodies as vertices (n, 3) and triangles (m, 3), anticlockwise seen from outside.

They are centred on the origin. Faces that meet at an edge have vertices of their own, so that
the edge stays sharp when normals are taken from the triangles.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

Body = tuple[np.ndarray, np.ndarray]


def sphere(radius: float, steps: int = 20) -> Body:
    """A sphere."""
    polar = np.linspace(0, np.pi, steps + 1)
    profile = np.stack([-np.cos(polar), np.sin(polar)], axis=1) * radius
    return revolved(profile, 2 * steps)


def cylinder(length: float, radius: float, segments: int = 40) -> Body:
    """A cylinder along x with flat ends."""
    half = length / 2
    side = revolved(np.array([[-half, radius], [half, radius]]), segments)
    ends = [
        revolved(np.array([[-half, 0], [-half, radius]]), segments),
        revolved(np.array([[half, radius], [half, 0]]), segments),
    ]
    return united([side, *ends])


def capsule(length: float, radius: float, segments: int = 16) -> Body:
    """A rod along x with round ends; `length` is the whole."""
    bend = np.linspace(0, np.pi / 2, 5)
    straight = length / 2 - radius
    left = np.stack([-straight - radius * np.cos(bend), radius * np.sin(bend)], axis=1)
    right = np.stack([straight + radius * np.sin(bend), radius * np.cos(bend)], axis=1)
    return revolved(np.concatenate([left, right]), segments)


def box(size: np.ndarray) -> Body:
    """A box of full lengths (3,)."""
    corner = np.array([[-1, -1, 1], [1, -1, 1], [1, 1, 1], [-1, 1, 1]], float)
    turns = [np.roll(np.eye(3), place, axis=1) for place in range(3)]
    faces = [corner @ turn.T * sign for turn in turns for sign in (1, -1)]
    quads = np.arange(24).reshape(6, 4)
    # A point reflection turns the other side's faces inside out.
    quads[1::2] = quads[1::2, ::-1]
    return np.concatenate(faces) * size / 2, _halved(quads)


def torus(ring: float, tube: float, arc: float = 2 * np.pi, segments: int = 28) -> Body:
    """A ring round x: radius `ring` to the tube's middle; `arc` radians of it from y to z."""
    around = np.linspace(0, 2 * np.pi, 13)
    along = np.linspace(0, arc, segments + 1)
    distance = ring + tube * np.cos(around)
    grid = np.stack(
        [
            np.broadcast_to(-tube * np.sin(around), (len(along), len(around))),
            np.cos(along)[:, None] * distance,
            np.sin(along)[:, None] * distance,
        ],
        axis=-1,
    )
    return _grid(grid)


def mug(height: float, radius: float) -> Body:
    """A cup along x with a handle toward +z."""
    handle, triangles = torus(0.3 * height, 0.09 * radius + 0.002, np.pi)
    # The half ring stands in the plane of x and z, its ends in the wall.
    upright = np.stack([handle[:, 1], handle[:, 0], handle[:, 2] + 0.96 * radius], axis=1)
    return united([cylinder(height, radius), (upright, triangles[:, ::-1])])


def revolved(profile: np.ndarray, segments: int) -> Body:
    """A profile (n, 2) of x and radius, turned about x; outside lies to the left of its way."""
    angle = np.linspace(0, 2 * np.pi, segments + 1)
    x = np.broadcast_to(profile[:, None, 0], (len(profile), len(angle)))
    y, z = profile[:, 1:] * np.cos(angle), profile[:, 1:] * np.sin(angle)
    return _grid(np.stack([x, y, z], axis=-1))


def united(bodies: Sequence[Body]) -> Body:
    """Several bodies as one."""
    starts = np.cumsum([0] + [len(vertices) for vertices, _ in bodies[:-1]])
    triangles = [part + start for (_, part), start in zip(bodies, starts, strict=True)]
    return np.concatenate([vertices for vertices, _ in bodies]), np.concatenate(triangles)


def _grid(points: np.ndarray) -> Body:
    """A sheet of points (rows, columns, 3) as triangles."""
    rows, columns = points.shape[:2]
    number = np.arange(rows * columns).reshape(rows, columns)
    corners = number[:-1, :-1], number[:-1, 1:], number[1:, 1:], number[1:, :-1]
    quads = np.stack([corner.ravel() for corner in corners], axis=1)
    return points.reshape(-1, 3), _halved(quads)


def _halved(quads: np.ndarray) -> np.ndarray:
    return np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]]).astype(np.int32)
