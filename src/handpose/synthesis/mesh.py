"""Mesh: what can be drawn, triangles in the camera's frame with all that a shader asks for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from handpose.synthesis.compiled import compiled

# The columns of `Mesh.skin`.
ALONG_FINGER, PALM_SIDE, DISTAL, LATERAL, FINGER, NAIL, REDNESS, HAIR = range(8)
SKIN_COLUMNS = 8


class Mesh(NamedTuple):
    """Triangles of one or more things, front faces anticlockwise seen from outside.

    vertices, normals: (n, 3) float32, metres and unit vectors in the camera's frame
    (x right, y down, z forward). rest: (n, 3) float32 metres, where patterns are anchored.
    skin: (n, 8) float32, zero where there is no skin: position along the finger (0 MCP, 1 PIP,
    2 DIP, 3 tip), palm side (1 palm, -1 back), distance from the wrist in palm lengths, sideways
    from the palm's middle in palm widths (thumb +), finger 1-5 (0 on palm
    and forearm, -1 on other skin), nail, redness and hair.
    triangles: (m, 3) int32. material: (m,) int32, rows of the material table.
    label: (m,) uint8, the number in the mask.
    """

    vertices: np.ndarray
    normals: np.ndarray
    rest: np.ndarray
    skin: np.ndarray
    triangles: np.ndarray
    material: np.ndarray
    label: np.ndarray


def make_mesh(
    vertices: np.ndarray,
    triangles: np.ndarray,
    material: int,
    label: np.ndarray | int = 0,
    *,
    normals: np.ndarray | None = None,
    rest: np.ndarray | None = None,
    skin: np.ndarray | None = None,
) -> Mesh:
    """A mesh of one material in the types and layout of the renderer, normals where not given."""
    vertices, triangles = _float(vertices), np.ascontiguousarray(triangles, np.int32)
    skinless = np.zeros((len(vertices), SKIN_COLUMNS), np.float32)
    return Mesh(
        vertices=vertices,
        normals=vertex_normals(vertices, triangles) if normals is None else _float(normals),
        rest=vertices if rest is None else _float(rest),
        skin=skinless if skin is None else _float(skin),
        triangles=triangles,
        material=np.full(len(triangles), material, np.int32),
        label=np.broadcast_to(np.asarray(label, np.uint8), len(triangles)).copy(),
    )


def join(meshes: Sequence[Mesh]) -> Mesh:
    """All meshes as one; triangles keep their order."""
    starts = np.cumsum([0] + [len(mesh.vertices) for mesh in meshes[:-1]])
    moved = [
        mesh._replace(triangles=mesh.triangles + np.int32(start))
        for mesh, start in zip(meshes, starts, strict=True)
    ]
    return Mesh(*(np.concatenate(part) for part in zip(*moved, strict=True)))


@compiled
def vertex_normals(vertices: np.ndarray, triangles: np.ndarray) -> np.ndarray:
    """Unit normals (n, 3) float32 of the vertices, the triangles' normals weighted by area."""
    normals = np.zeros_like(vertices)
    for t in range(len(triangles)):
        a, b, c = triangles[t, 0], triangles[t, 1], triangles[t, 2]
        ux, vx = vertices[b, 0] - vertices[a, 0], vertices[c, 0] - vertices[a, 0]
        uy, vy = vertices[b, 1] - vertices[a, 1], vertices[c, 1] - vertices[a, 1]
        uz, vz = vertices[b, 2] - vertices[a, 2], vertices[c, 2] - vertices[a, 2]
        x, y, z = uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx
        for corner in (a, b, c):
            normals[corner, 0] += x
            normals[corner, 1] += y
            normals[corner, 2] += z
    for i in range(len(normals)):
        x, y, z = normals[i, 0], normals[i, 1], normals[i, 2]
        scale = 1 / max(np.sqrt(x * x + y * y + z * z), np.float32(1e-20))
        normals[i, 0], normals[i, 1], normals[i, 2] = x * scale, y * scale, z * scale
    return normals


def _float(values: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(values, np.float32)
