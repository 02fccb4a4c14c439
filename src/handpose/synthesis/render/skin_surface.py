"""Skin at one point: its relief as a bent normal, its colour, its shine."""

from __future__ import annotations

import numpy as np

from handpose.synthesis.compiled import Record, inlined
from handpose.synthesis.mesh import (
    ALONG_FINGER,
    DISTAL,
    FINGER,
    HAIR,
    LATERAL,
    NAIL,
    PALM_SIDE,
    REDNESS,
    Mesh,
)
from handpose.synthesis.render.noise import noise_at
from handpose.synthesis.render.skin_relief import relief
from handpose.synthesis.render.surface import Surface, Vector, blend, blend3, mix, unit_of

_MILLIMETRE = 0.001
_STEEPEST = 0.8
_HAIRS = 1300.0  # a metre, side by side
_NAIL_EDGE, _NAIL_SOFTNESS = 0.25, 0.5


@inlined
def skin_surface(
    mesh: Mesh, cells: np.ndarray, skin: Record, t: int, wa: float, wb: float,
    normal: Vector, footprint: float,
) -> Surface:  # fmt: skip
    """The skin of triangle `t` at the weights wa, wb; footprint: metres that a pixel covers."""
    a, b, c = mesh.triangles[t, 0], mesh.triangles[t, 1], mesh.triangles[t, 2]
    x, y, z = blend3(mesh.rest, a, b, c, wa, wb)
    hand = mesh.skin[a, FINGER] >= 0
    palm = blend(mesh.skin, a, b, c, PALM_SIDE, wa, wb)
    nail = blend(mesh.skin, a, b, c, NAIL, wa, wb)
    nail = min(1.0, max(0.0, (nail - _NAIL_EDGE) / _NAIL_SOFTNESS))
    fold, vein = 0.0, 0.0
    if hand:
        normal, fold, vein = _bend(mesh, cells, skin, t, wa, wb, normal, footprint, nail)
    redness = blend(mesh.skin, a, b, c, REDNESS, wa, wb)
    tint = _mottle(cells, skin, x, y, z)
    # The inside of the forearm is hardly lighter than its outside.
    distal = blend(mesh.skin, a, b, c, DISTAL, wa, wb)
    palm = mix(-0.3, palm, min(1.0, max(0.2, 1 + 3 * distal)))
    red, green, blue = skin_colour(skin, palm, redness, fold, vein, nail, tint)
    hair = (
        _hair(mesh, cells, skin, a, b, c, wa, wb, footprint) if hand and skin.hair > 0.02 else 0.0
    )
    shade = 1 - 0.55 * hair
    return Surface(
        normal[0], normal[1], normal[2], red * shade, green * shade, blue * shade,
        mix(skin.rough + 0.08 * tint, 0.3, nail), 0.03 * skin.shine * (1 + 0.4 * nail),
        0.0, 1.0 - 0.5 * nail, 0.0, 0.0,
    )  # fmt: skip


@inlined
def skin_colour(
    skin: Record, palm: float, redness: float, fold: float, vein: float, nail: float, tint: float
) -> tuple[float, float, float]:
    """Linear colour: the back's, the palm's or the nail's, changed by blood, folds and veins."""
    inner = min(1.0, max(0.0, 0.45 + palm))
    inner = inner * inner * (3 - 2 * inner)
    blood = redness * skin.blush
    fold, vein = 0.34 * fold, 0.2 * vein
    red = mix(skin.red, skin.palm_red, inner) * (1 + 0.05 * blood + 0.04 * tint)
    green = mix(skin.green, skin.palm_green, inner) * (1 - 0.16 * blood + 0.07 * tint)
    blue = mix(skin.blue, skin.palm_blue, inner) * (1 - 0.13 * blood + 0.06 * tint)
    red *= (1 - vein) * (1 - 0.6 * fold)
    green *= (1 - 0.5 * vein) * (1 - fold)
    blue *= (1 - 0.15 * vein) * (1 - fold)
    return (
        mix(red, skin.nail_red, nail),
        mix(green, skin.nail_green, nail),
        mix(blue, skin.nail_blue, nail),
    )


@inlined
def _bend(
    mesh: Mesh, cells: np.ndarray, skin: Record, t: int, wa: float, wb: float,
    normal: Vector, footprint: float, nail: float,
) -> tuple[Vector, float, float]:  # fmt: skip
    """The normal against the slope of the relief; how much of a fold and of a vein is there."""
    a, b, c = mesh.triangles[t, 0], mesh.triangles[t, 1], mesh.triangles[t, 2]
    u, long_u, v, long_v, lean = _tangents(_edge(mesh, a, b), _edge(mesh, a, c))
    # One step along u is step_b from a to b; one along v is a step to c and a bit back to b.
    step = max(0.0002, 0.7 * footprint)
    here, fold, vein = _relief_at(mesh, cells, skin, a, b, c, wa, wb, footprint)
    step_b = step / long_u
    along_u, _, _ = _relief_at(mesh, cells, skin, a, b, c, wa - step_b, wb + step_b, footprint)
    step_c, back = step / long_v, -lean * step / (long_v * long_u)
    along_v, _, _ = _relief_at(mesh, cells, skin, a, b, c, wa - step_c - back, wb + back, footprint)
    strength = skin.relief * (1 - nail) * _MILLIMETRE / step
    slope_u = min(_STEEPEST, max(-_STEEPEST, (along_u - here) * strength))
    slope_v = min(_STEEPEST, max(-_STEEPEST, (along_v - here) * strength))
    bent = unit_of(
        normal[0] - slope_u * u[0] - slope_v * v[0],
        normal[1] - slope_u * u[1] - slope_v * v[1],
        normal[2] - slope_u * u[2] - slope_v * v[2],
    )
    return bent, fold, vein


@inlined
def _tangents(b: Vector, c: Vector) -> tuple[Vector, float, Vector, float, float]:
    """Unit vectors u along edge b and v across it toward edge c, with their lengths.

    b is its length times u; c is its length times v, and `lean` times u.
    """
    long_u = np.sqrt(b[0] * b[0] + b[1] * b[1] + b[2] * b[2]) + 1e-9
    u = (b[0] / long_u, b[1] / long_u, b[2] / long_u)
    lean = u[0] * c[0] + u[1] * c[1] + u[2] * c[2]
    x, y, z = c[0] - lean * u[0], c[1] - lean * u[1], c[2] - lean * u[2]
    long_v = np.sqrt(x * x + y * y + z * z) + 1e-9
    return u, long_u, (x / long_v, y / long_v, z / long_v), long_v, lean


@inlined
def _relief_at(
    mesh: Mesh, cells: np.ndarray, skin: Record, a: int, b: int, c: int, wa: float, wb: float,
    footprint: float,
) -> tuple[float, float, float]:  # fmt: skip
    x, y, z = blend3(mesh.rest, a, b, c, wa, wb)
    return relief(
        cells,
        skin,
        x,
        y,
        z,
        blend(mesh.skin, a, b, c, ALONG_FINGER, wa, wb),
        blend(mesh.skin, a, b, c, PALM_SIDE, wa, wb),
        blend(mesh.skin, a, b, c, DISTAL, wa, wb),
        blend(mesh.skin, a, b, c, LATERAL, wa, wb),
        mesh.skin[a, FINGER],
        footprint,
    )


@inlined
def _edge(mesh: Mesh, start: int, end: int) -> Vector:
    return (
        mesh.vertices[end, 0] - mesh.vertices[start, 0],
        mesh.vertices[end, 1] - mesh.vertices[start, 1],
        mesh.vertices[end, 2] - mesh.vertices[start, 2],
    )


@inlined
def _mottle(cells: np.ndarray, skin: Record, x: float, y: float, z: float) -> float:
    """Uneven colour, about -1..1, with dark freckles."""
    x, y, z = x + skin.x, y + skin.y, z + skin.z
    large = noise_at(cells, x * 45, y * 45, z * 45)
    small = noise_at(cells, x * 260, y * 260, z * 260)
    freckle = max(0.0, small + 0.4 * large - 0.75) * skin.freckles
    return skin.mottle * (0.7 * large + 0.5 * small) - 6 * freckle


@inlined
def _hair(
    mesh: Mesh, cells: np.ndarray, skin: Record, a: int, b: int, c: int, wa: float, wb: float,
    footprint: float,
) -> float:  # fmt: skip
    """Fine dark hair along the arm, 0..1; from afar an even shade."""
    where = blend(mesh.skin, a, b, c, HAIR, wa, wb)
    if where <= 0.01:
        return 0.0
    distal = blend(mesh.skin, a, b, c, DISTAL, wa, wb)
    lateral = blend(mesh.skin, a, b, c, LATERAL, wa, wb)
    height = blend(mesh.rest, a, b, c, 2, wa, wb)
    bend = 2 * noise_at(cells, distal * 6, lateral * 8, skin.x * 9)
    strand = noise_at(cells, distal * 10, lateral * 110 + bend, height * 1200)
    strand = min(1.0, max(0.0, 2.5 * strand - 0.6))
    seen = min(1.0, max(0.0, 1.5 - _HAIRS * footprint))
    return min(1.0, skin.hair) * where * mix(0.15, strand, seen)
