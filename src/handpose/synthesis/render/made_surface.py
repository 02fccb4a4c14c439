"""Cloth and smooth things at one point: two colours in a pattern, threads, grain."""

from __future__ import annotations

import numpy as np

from handpose.synthesis.compiled import Record, inlined
from handpose.synthesis.mesh import Mesh
from handpose.synthesis.render.material import BLOTCHES, CHECKS, CLOTH, GRAIN, PLAIN, STRIPES
from handpose.synthesis.render.noise import noise_at
from handpose.synthesis.render.surface import Surface, blend3, mix, unit_of


@inlined
def made_surface(
    mesh: Mesh, cells: np.ndarray, material: Record, t: int, wa: float, wb: float,
    normal: tuple[float, float, float], footprint: float,
) -> Surface:  # fmt: skip
    """The surface of triangle `t` at the weights wa, wb; footprint: metres that a pixel covers."""
    a, b, c = mesh.triangles[t, 0], mesh.triangles[t, 1], mesh.triangles[t, 2]
    x, y, z = blend3(mesh.rest, a, b, c, wa, wb)
    share = pattern(cells, material.pattern, x * material.scale, y * material.scale,
                    z * material.scale)  # fmt: skip
    worn = 1 + 0.08 * noise_at(cells, x * 40, y * 40, z * 40)
    if material.kind == CLOTH:
        thread = _threads(material, x, y, z, footprint)
        worn *= 1 + 0.35 * thread + 0.12 * noise_at(cells, x * 400, y * 400, z * 400)
        tilt = 0.5 * thread
        normal = unit_of(normal[0] + tilt * normal[1], normal[1] - tilt * normal[0], normal[2])
    return Surface(
        normal[0], normal[1], normal[2],
        worn * mix(material.red, material.red2, share),
        worn * mix(material.green, material.green2, share),
        worn * mix(material.blue, material.blue2, share),
        material.rough, material.reflectance, material.metal, 0.0,
        material.sheen, material.emission,
    )  # fmt: skip


@inlined
def pattern(cells: np.ndarray, kind: int, x: float, y: float, z: float) -> float:
    """Which of the two colours, 0..1; x, y, z: the place in periods of the pattern."""
    if kind == PLAIN:
        return 0.0
    if kind == STRIPES:
        return 1.0 if _fraction(x + 0.1 * y) < 0.4 else 0.0
    if kind == CHECKS:
        return 0.5 * (_fraction(x) < 0.4) + 0.5 * (_fraction(y + z) < 0.4)
    wave = noise_at(cells, x * 0.7, y * 0.7, z * 0.7)
    if kind == BLOTCHES:
        return 1.0 if wave > 0.2 else 0.0
    if kind == GRAIN:
        rings = noise_at(cells, x * 0.15, y * 2.0, z * 2.0)
        return min(1.0, max(0.0, 0.5 + 0.6 * rings + 0.3 * wave))
    return 0.0


@inlined
def _threads(material: Record, x: float, y: float, z: float, footprint: float) -> float:
    """The weave, -1..1, fading where a thread is finer than two pixels."""
    seen = min(1.0, max(0.0, 1.5 - 2.5 * material.threads * footprint))
    if seen <= 0:
        return 0.0
    turns = 2 * np.pi * material.threads
    return seen * material.weave * np.sin(x * turns) * np.sin((y + z) * turns)


@inlined
def _fraction(value: float) -> float:
    return value - np.floor(value)
