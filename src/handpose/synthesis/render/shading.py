"""What the camera sees: light on every visible point, twice as fine at edges as inside.

A picture of (h, w) is made from buffers of (2h, 2w). Where the four samples of a pixel lie on
one smooth surface a single one of them is shaded.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from handpose.synthesis.compiled import compiled, inlined
from handpose.synthesis.mesh import Mesh
from handpose.synthesis.render.light import Lighting
from handpose.synthesis.render.made_surface import made_surface
from handpose.synthesis.render.material import SKIN
from handpose.synthesis.render.raster import FAR, Buffers
from handpose.synthesis.render.reflection import reflected
from handpose.synthesis.render.shadow import Shadow, lit_share
from handpose.synthesis.render.skin_surface import skin_surface
from handpose.synthesis.render.surface import Vector, blend3, unit_of

SAMPLES = 2  # a pixel's side in samples
_FLAT = 0.006  # depth differs by less, relative, on one smooth surface
_NEAR, _TAPS = 0.018, 8  # ambient occlusion: metres round a point, how many looks
_OCCLUDER_REACH = 0.05


class Lens(NamedTuple):
    """A pinhole in samples of the buffers: focal length, and the centre (x, y)."""

    focal: float
    x: float
    y: float


class View(NamedTuple):
    """All that is needed to shade; materials and skins are tables, cells the noise volume."""

    buffers: Buffers
    mesh: Mesh
    materials: np.ndarray
    skins: np.ndarray
    cells: np.ndarray
    lighting: Lighting
    shadow: Shadow
    lens: Lens


@compiled
def shade(view: View) -> np.ndarray:
    """Linear radiance (h, w, 3) float32, multiplied by the share of the pixel that is covered."""
    rows, columns = view.buffers.depth.shape[0] // 2, view.buffers.depth.shape[1] // 2
    picture = np.zeros((rows, columns, 3), np.float32)
    for row in range(rows):
        for column in range(columns):
            _shade_pixel(view, row, column, picture[row, column])
    return picture


@inlined
def _shade_pixel(view: View, row: int, column: int, pixel: np.ndarray) -> None:
    if is_flat(view.buffers, view.mesh.material, row, column):
        # The sample alternates, so that no row or column of samples is always missed.
        corner = (row + column) & 1
        _add(pixel, _radiance(view, 2 * row + corner, 2 * column + corner), 1.0)
        return
    for y in range(2 * row, 2 * row + 2):
        for x in range(2 * column, 2 * column + 2):
            if view.buffers.triangle[y, x] >= 0:
                _add(pixel, _radiance(view, y, x), 0.25)


@inlined
def is_flat(buffers: Buffers, material: np.ndarray, row: int, column: int) -> bool:
    """Do the four samples of a pixel see one material at about one depth?"""
    first = buffers.triangle[2 * row, 2 * column]
    if first < 0:
        return False
    low, high = FAR, 0.0
    for y in range(2 * row, 2 * row + 2):
        for x in range(2 * column, 2 * column + 2):
            t = buffers.triangle[y, x]
            if t < 0 or material[t] != material[first]:
                return False
            low, high = min(low, buffers.depth[y, x]), max(high, buffers.depth[y, x])
    return high - low < _FLAT * low


@inlined
def _add(pixel: np.ndarray, colour: Vector, share: float) -> None:
    pixel[0] += share * colour[0]
    pixel[1] += share * colour[1]
    pixel[2] += share * colour[2]


@inlined
def _radiance(view: View, row: int, column: int) -> Vector:
    mesh, buffers, lens = view.mesh, view.buffers, view.lens
    t, depth = buffers.triangle[row, column], buffers.depth[row, column]
    wa, wb = buffers.first[row, column], buffers.second[row, column]
    point = _at(lens, row, column, depth)
    normal = _normal(mesh, t, wa, wb)
    footprint = depth / lens.focal * SAMPLES
    material = view.materials[mesh.material[t]]
    if material.kind == SKIN:
        skin = view.skins[material.skin]
        surface = skin_surface(mesh, view.cells, skin, t, wa, wb, normal, footprint)
    else:
        surface = made_surface(mesh, view.cells, material, t, wa, wb, normal, footprint)
    toward_camera = unit_of(-point[0], -point[1], -point[2])
    openness = _openness(buffers, lens, row, column, point, normal)
    lit = lit_share(view.shadow, view.lighting.softness, point[0], point[1], point[2])
    return reflected(surface, normal, toward_camera, view.lighting, openness, lit)


@inlined
def _normal(mesh: Mesh, t: int, wa: float, wb: float) -> Vector:
    a, b, c = mesh.triangles[t, 0], mesh.triangles[t, 1], mesh.triangles[t, 2]
    x, y, z = blend3(mesh.normals, a, b, c, wa, wb)
    return unit_of(x, y, z)


@inlined
def _at(lens: Lens, row: int, column: int, depth: float) -> Vector:
    """The point (x, y, z), metres, that a sample sees at a depth."""
    x = (column + 0.5 - lens.x) / lens.focal * depth
    y = (row + 0.5 - lens.y) / lens.focal * depth
    return x, y, depth


@inlined
def _openness(
    buffers: Buffers, lens: Lens, row: int, column: int, point: Vector, normal: Vector
) -> float:
    """How much of the surroundings a point sees, from the depths round it on the picture."""
    reach = _NEAR * lens.focal / point[2]
    # The golden ratio's cousin: neighbours look in well-spread different directions.
    start = 0.7548776662 * (0.7 * column + 1.3 * row)
    start = 2 * np.pi * (start - np.floor(start))
    hidden = 0.0
    for tap in range(_TAPS):
        angle = start + tap * 2 * np.pi / _TAPS
        away = reach * (0.25 + 0.75 * ((tap * 5) % _TAPS) / _TAPS)
        x, y = int(column + away * np.cos(angle)), int(row + away * np.sin(angle))
        if 0 <= x < buffers.depth.shape[1] and 0 <= y < buffers.depth.shape[0]:
            hidden += _hides(_at(lens, y, x, buffers.depth[y, x]), point, normal)
    return max(0.18, 1 - 2.0 * hidden / _TAPS)


@inlined
def _hides(other: Vector, point: Vector, normal: Vector) -> float:
    """How much another point stands in the way, 0..1: high over the surface and near."""
    if other[2] >= FAR:
        return 0.0
    x, y, z = other[0] - point[0], other[1] - point[1], other[2] - point[2]
    distance = np.sqrt(x * x + y * y + z * z) + 1e-9
    height = (x * normal[0] + y * normal[1] + z * normal[2]) / distance
    return max(0.0, height - 0.12) * max(0.0, 1 - distance / _OCCLUDER_REACH)
