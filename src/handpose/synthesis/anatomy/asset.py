"""HandAsset: the right hand and forearm of the CC0 MakeHuman mesh, with its bones and shapes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

FILE = Path(__file__).parents[1] / "data" / "hand.npz"


@dataclass(frozen=True)
class HandAsset:
    """A coarse mesh that shapes and poses move, and how its skin is refined from it.

    The origin is the wrist, units are metres, axes are the body's own (x to its left, y up).
    vertices: (n, 3), the skin; the arm goes on in rings beyond the elbow.
    markers: (24, 3), the joints of `marker_names`, the wrist ("hand") first.
    targets: (t, n + 24, 3) float32, how far each of `target_names` moves vertices and markers.
    bones, parents: (22,) names and parents' numbers, parents first, -1 for the wrist.
    weights: (n, 22), each row sums to 1.
    subdivision: the sparse matrix (fine, n) as data, columns and row starts.
    triangles: (m, 3) int32 of fine vertices, anticlockwise seen from outside.
    bone: (fine,) int64, the bone that moves a vertex most.
    members: for each bone the fine vertices that it moves most.
    nail: (fine,) float32, 1 on a nail.
    """

    vertices: np.ndarray
    markers: np.ndarray
    marker_names: tuple[str, ...]
    targets: np.ndarray
    target_names: tuple[str, ...]
    bones: tuple[str, ...]
    parents: np.ndarray
    weights: np.ndarray
    subdivision: tuple[np.ndarray, np.ndarray, np.ndarray]
    triangles: np.ndarray
    bone: np.ndarray
    members: tuple[np.ndarray, ...]
    nail: np.ndarray

    def marker(self, markers: np.ndarray, name: str) -> np.ndarray:
        """The row (3,) of a marker, such as "finger-2-1", in markers (24, 3)."""
        return markers[self.marker_names.index(name)]


def load_asset(file: Path = FILE) -> HandAsset:
    """The asset of the package."""
    with np.load(file, allow_pickle=False) as arrays:
        data, columns, rows = (
            arrays[f"subdivision_{part}"] for part in ("data", "columns", "rows")
        )
        bone = arrays["bone"].astype(np.int64)
        quads = arrays["quads"].astype(np.int32)
        return HandAsset(
            vertices=arrays["vertices"].astype(np.float64),
            markers=arrays["markers"].astype(np.float64),
            marker_names=tuple(arrays["marker_names"].tolist()),
            targets=arrays["targets"] * np.float32(arrays["target_unit"]),
            target_names=tuple(arrays["target_names"].tolist()),
            bones=tuple(arrays["bones"].tolist()),
            parents=arrays["parents"].astype(np.int32),
            weights=arrays["weights"].astype(np.float64),
            subdivision=(data, columns.astype(np.int32), rows),
            triangles=np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]]),
            bone=bone,
            members=tuple(np.flatnonzero(bone == row) for row in range(len(arrays["bones"]))),
            nail=arrays["nail"].astype(np.float32) / 255,
        )
