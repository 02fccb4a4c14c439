"""The camera: a pinhole over a square picture; x right, y down, z forward, metres."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

# At 320 px, as in RHD: fields of view from 70 to 29 degrees, the centre a little off.
_REFERENCE_SIDE = 320
_FOCAL = (230.0, 620.0)
_CENTRE_SPREAD = 4.0


@dataclass(frozen=True)
class Camera:
    """side: of the picture, pixels; focal: pixels; x, y: the principal point, pixels."""

    side: int
    focal: float
    x: float
    y: float

    def matrix(self) -> np.ndarray:
        """The intrinsic matrix (3, 3)."""
        return np.array([[self.focal, 0, self.x], [0, self.focal, self.y], [0, 0, 1]])

    def project(self, points: np.ndarray) -> np.ndarray:
        """uv (n, 2), pixels with centres at +0.5, of points (n, 3) before the camera."""
        return points[:, :2] / points[:, 2:] * self.focal + [self.x, self.y]

    def ray(self, uv: np.ndarray) -> np.ndarray:
        """The direction (3,) of depth 1 to a pixel (2,)."""
        return np.array([(uv[0] - self.x) / self.focal, (uv[1] - self.y) / self.focal, 1.0])

    def field(self) -> float:
        """The angle of view, radians."""
        return 2 * float(np.arctan(self.side / 2 / self.focal))


def random_camera(side: int, rng: np.random.Generator) -> Camera:
    """A lens between wide and long."""
    scale = side / _REFERENCE_SIDE
    x, y = (_REFERENCE_SIDE / 2 + rng.normal(0, _CENTRE_SPREAD, 2)) * scale
    return Camera(side, rng.uniform(*_FOCAL) * scale, float(x), float(y))
