"""Which triangle does each pixel see? A z-buffer with perspective-correct weights."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from handpose.synthesis.compiled import compiled, inlined

FAR = 1e9
NEAREST = 0.05  # metres; a triangle that comes nearer to the camera is left out


class Buffers(NamedTuple):
    """What each pixel of a (height, width) picture sees.

    depth: float32 metres along the camera's axis, `FAR` where nothing is. triangle: int32, -1
    where nothing is. first, second: float32 weights of the triangle's first two vertices.
    """

    depth: np.ndarray
    triangle: np.ndarray
    first: np.ndarray
    second: np.ndarray


def rasterise(points: np.ndarray, triangles: np.ndarray, size: tuple[int, int]) -> Buffers:
    """The nearest front face at every pixel's centre.

    points: (n, 3) uv, pixels (centres at +0.5), and depth in metres; size: (height, width).
    """
    buffers = Buffers(
        depth=np.full(size, FAR, np.float32),
        triangle=np.full(size, -1, np.int32),
        first=np.zeros(size, np.float32),
        second=np.zeros(size, np.float32),
    )
    _fill(np.ascontiguousarray(points, np.float64), triangles, buffers)
    return buffers


@compiled
def _fill(points: np.ndarray, triangles: np.ndarray, buffers: Buffers) -> None:
    for t in range(len(triangles)):
        a, b, c = points[triangles[t, 0]], points[triangles[t, 1]], points[triangles[t, 2]]
        if min(a[2], b[2], c[2]) < NEAREST:
            continue
        # With y down a front face has a negative area.
        area = (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])
        if area < -1e-9:
            _fill_one(t, a, b, c, area, buffers)


@inlined
def _fill_one(
    t: int, a: np.ndarray, b: np.ndarray, c: np.ndarray, area: float, buffers: Buffers
) -> None:
    height, width = buffers.depth.shape
    left, right = pixel_span(a[0], b[0], c[0], width)
    top, bottom = pixel_span(a[1], b[1], c[1], height)
    for row in range(top, bottom + 1):
        y = row + 0.5
        for column in range(left, right + 1):
            x = column + 0.5
            wa = ((b[0] - x) * (c[1] - y) - (c[0] - x) * (b[1] - y)) / area
            wb = ((c[0] - x) * (a[1] - y) - (a[0] - x) * (c[1] - y)) / area
            wc = 1 - wa - wb
            if wa < 0 or wb < 0 or wc < 0:
                continue
            # 1/z is linear on the screen, z is not.
            depth = 1 / (wa / a[2] + wb / b[2] + wc / c[2])
            if depth < buffers.depth[row, column]:
                buffers.depth[row, column] = depth
                buffers.triangle[row, column] = t
                buffers.first[row, column] = wa / a[2] * depth
                buffers.second[row, column] = wb / b[2] * depth


@inlined
def pixel_span(a: float, b: float, c: float, length: int) -> tuple[int, int]:
    """First and last pixel (inclusive) whose centre lies between three coordinates."""
    low = int(max(0.0, np.ceil(min(a, b, c) - 0.5)))
    return low, int(min(length - 1.0, np.floor(max(a, b, c) - 0.5)))


def coverage(triangle: np.ndarray) -> np.ndarray:
    """Share (h, w) float32 of each output pixel that anything covers, of (2h, 2w) samples."""
    covered = (triangle >= 0).astype(np.float32)
    return (covered[::2, ::2] + covered[1::2, ::2] + covered[::2, 1::2] + covered[1::2, 1::2]) / 4
