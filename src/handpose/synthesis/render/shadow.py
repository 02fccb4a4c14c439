"""The shadow of the first lamp: a picture of depths as seen from it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from handpose.synthesis.compiled import compiled, inlined
from handpose.synthesis.render.raster import FAR, pixel_span

SIDE = 384
_BIAS = 0.0045  # metres: less would speckle the lit side


class Shadow(NamedTuple):
    """depth: (384, 384) float32 metres from the lamp, `FAR` where nothing is.

    to_map: (3, 4) float32, a point of the camera's frame into column, row and depth of the map.
    """

    depth: np.ndarray
    to_map: np.ndarray


def cast(
    vertices: np.ndarray,
    triangles: np.ndarray,
    toward: np.ndarray,
    centre: np.ndarray,
    reach: float,
) -> Shadow:
    """The shadow map of a lamp in direction `toward` (3,), over `centre` +- `reach` metres."""
    to_map = _view_from(np.asarray(toward, np.float64), centre, reach)
    points = vertices @ to_map[:, :3].T + to_map[:, 3]
    depth = np.full((SIDE, SIDE), FAR, np.float32)
    _fill(np.ascontiguousarray(points, np.float64), triangles, depth)
    return Shadow(depth, np.ascontiguousarray(to_map, np.float32))


def _view_from(toward: np.ndarray, centre: np.ndarray, reach: float) -> np.ndarray:
    aside = np.cross(toward, np.eye(3)[np.abs(toward).argmin()])
    aside /= np.linalg.norm(aside)
    scale = SIDE / (2 * reach)
    axes = np.stack([aside * scale, np.cross(toward, aside) * scale, -toward])
    offset = np.array([SIDE / 2, SIDE / 2, 0]) - axes @ centre
    return np.concatenate([axes, offset[:, None]], axis=1)


@compiled
def _fill(points: np.ndarray, triangles: np.ndarray, depth: np.ndarray) -> None:
    for t in range(len(triangles)):
        a, b, c = points[triangles[t, 0]], points[triangles[t, 1]], points[triangles[t, 2]]
        area = (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])
        if abs(area) > 1e-9:
            _fill_one(a, b, c, area, depth)


@inlined
def _fill_one(a: np.ndarray, b: np.ndarray, c: np.ndarray, area: float, depth: np.ndarray) -> None:
    left, right = pixel_span(a[0], b[0], c[0], SIDE)
    top, bottom = pixel_span(a[1], b[1], c[1], SIDE)
    for row in range(top, bottom + 1):
        y = row + 0.5
        for column in range(left, right + 1):
            x = column + 0.5
            wa = ((b[0] - x) * (c[1] - y) - (c[0] - x) * (b[1] - y)) / area
            wb = ((c[0] - x) * (a[1] - y) - (a[0] - x) * (c[1] - y)) / area
            wc = 1 - wa - wb
            if wa >= 0 and wb >= 0 and wc >= 0:
                far = wa * a[2] + wb * b[2] + wc * c[2]
                depth[row, column] = min(depth[row, column], far)


@inlined
def lit_share(shadow: Shadow, softness: float, x: float, y: float, z: float) -> float:
    """How much of the lamp reaches a point, 0..1: 25 taps, `softness` texels apart."""
    m = shadow.to_map
    column = m[0, 0] * x + m[0, 1] * y + m[0, 2] * z + m[0, 3]
    row = m[1, 0] * x + m[1, 1] * y + m[1, 2] * z + m[1, 3]
    far = m[2, 0] * x + m[2, 1] * y + m[2, 2] * z + m[2, 3] - _BIAS
    lit = 0
    for i in range(-2, 3):
        for j in range(-2, 3):
            tap_row, tap_column = int(row + i * softness), int(column + j * softness)
            inside = 0 <= tap_row < SIDE and 0 <= tap_column < SIDE
            if not inside or shadow.depth[tap_row, tap_column] > far:
                lit += 1
    return lit / 25
