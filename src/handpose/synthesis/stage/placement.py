"""From a thing's own frame before the camera."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from handpose.synthesis.mesh import Mesh


@dataclass(frozen=True)
class Placement:
    """A turn and then a shift: rotation (3, 3), shift (3,) metres in the camera's frame."""

    rotation: np.ndarray
    shift: np.ndarray

    def points(self, points: np.ndarray) -> np.ndarray:
        """Points (n, 3), metres, moved into the camera's frame."""
        return points @ self.rotation.T + self.shift

    def mesh(self, mesh: Mesh) -> Mesh:
        """A mesh moved into the camera's frame; its patterns move with it."""
        rotation, shift = self.rotation.astype(np.float32), self.shift.astype(np.float32)
        return mesh._replace(
            vertices=np.ascontiguousarray(mesh.vertices @ rotation.T + shift),
            normals=np.ascontiguousarray(mesh.normals @ rotation.T),
        )

    def shifted(self, by: np.ndarray) -> Placement:
        """The same turn, shifted farther by (3,) metres."""
        return Placement(self.rotation, self.shift + by)
