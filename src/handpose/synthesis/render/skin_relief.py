"""The relief of a hand's skin: creases, knuckle wrinkles, palm lines, veins, tendons, pores.

Everything is measured on the skin, not on the picture: along a finger (0 MCP, 1 PIP, 2 DIP),
over the palm (distal and lateral, in palm lengths and widths), or at the rest position.
"""

from __future__ import annotations

import numpy as np

from handpose.synthesis.compiled import Record, inlined
from handpose.synthesis.render.noise import noise_at

_DEPTH = 0.2  # millimetres of a full crease
_THUMB = 1
_CREASE, _WRINKLE = 0.0011, 0.0005  # metres: lines much finer than a pixel would be dots


@inlined
def relief(
    cells: np.ndarray, skin: Record, x: float, y: float, z: float,
    along: float, palm: float, distal: float, lateral: float, finger: float, footprint: float,
) -> tuple[float, float, float]:  # fmt: skip
    """Height in millimetres, how much of a crease (0..1), how much of a vein (0..1).

    x, y, z: rest position, metres; footprint: metres that a pixel covers: finer detail fades.
    """
    x, y, z = x + skin.x, y + skin.y, z + skin.z
    inner, outer = _clip(palm * 1.5 + 0.1), _clip(-palm * 2)
    wander = 0.03 * noise_at(cells, x * 110, y * 110, z * 110)
    if finger > 0:
        fold = finger_creases(along + wander) * inner
        wrinkle = knuckle_wrinkles(along, 40 * wander) * outer if finger > _THUMB else 0.0
    else:
        fold = palm_lines(distal, lateral, wander) * inner
        wrinkle = 0.0
    fold *= 0.75 + 0.5 * noise_at(cells, x * 70, y * 70 + 5, z * 70)
    fold *= min(1.0, _CREASE / footprint)
    wrinkle *= min(1.0, _WRINKLE / footprint)
    fold = skin.crease * fold + 0.8 * skin.wrinkle * wrinkle
    fine = 0.35 * fine_lines(cells, x, y, z) * inner * skin.crease if inner > 0.05 else 0.0
    vein = veins(cells, x, y, z, along, finger) * outer * skin.vein if outer > 0.02 else 0.0
    ridge = tendons(distal, lateral) * outer * skin.tendon if finger == 0 else 0.0
    height = pores(cells, x, y, z, footprint) * (1 + skin.wrinkle)
    height += 0.35 * vein + 0.45 * ridge - _DEPTH * (fold + 0.5 * fine)
    return height, min(1.0, fold + 0.5 * fine), vein


@inlined
def finger_creases(along: float) -> float:
    """The folds on a finger's palm side: two at the PIP, one each at the base and the DIP."""
    base = _line(along - 0.42, 0.028)
    middle = _line(along - 1.0, 0.028) + 0.7 * _line(along - 1.1, 0.022)
    return base + middle + _line(along - 2.0, 0.028)


@inlined
def knuckle_wrinkles(along: float, wander: float) -> float:
    """Fine folds across the back of the PIP and the DIP, 0..1."""
    total = 0.0
    for joint, reach, folds in ((1.0, 0.2, 62.0), (2.0, 0.13, 84.0)):
        away = along - joint
        wave = max(0.0, np.cos(away * folds + wander))
        total += _line(away, reach) * wave**3
    return total


@inlined
def palm_lines(distal: float, lateral: float, wander: float) -> float:
    """Heart, head and life line and the two folds of the wrist, 0..1 each."""
    total = 0.0
    along = (lateral + 0.5) / 0.75
    if 0 <= along < 1.02:
        total += _line(distal - (0.70 + 0.28 * along**1.6) + 0.6 * wander, 0.011)
    along = (lateral + 0.35) / 0.83
    if 0 <= along <= 1:
        total += _line(distal - (0.42 + 0.36 * along**0.8) + 0.6 * wander, 0.011)
    across, up = (lateral - 0.55) / 0.5, (distal - 0.08) / 0.66
    if across < 0 and up > 0:
        total += _line(np.sqrt(across**2 + up**2) - 1 + 0.8 * wander, 0.018)
    total += 0.6 * _line(distal + 0.02 + 0.5 * wander, 0.012)
    return total + 0.4 * _line(distal + 0.08 + 0.6 * wander, 0.012)


@inlined
def fine_lines(cells: np.ndarray, x: float, y: float, z: float) -> float:
    """The net of small lines on palms, 0..1: where two noises cross zero."""
    first = _line(noise_at(cells, x * 130, y * 130, z * 130), 0.06)
    second = _line(noise_at(cells, x * 210 + 9, y * 210, z * 210), 0.08)
    return max(first, 0.7 * second)


@inlined
def veins(cells: np.ndarray, x: float, y: float, z: float, along: float, finger: float) -> float:
    """Veins on the back, 0..1, fading out along the fingers."""
    fade = 1.0 if finger == 0 else max(0.0, 0.4 - 0.4 * along)
    if fade <= 0:
        return 0.0
    branch = noise_at(cells, x * 38 + 7, y * 38, z * 38)
    branch += 0.25 * noise_at(cells, x * 90, y * 90 + 3, z * 90)
    return fade * _line(branch, 0.07)


@inlined
def tendons(distal: float, lateral: float) -> float:
    """The ridges from the wrist to the four knuckles on the back of the hand, 0..1."""
    if distal < 0.1 or distal > 1.05:
        return 0.0
    total = 0.0
    for knuckle in (0.46, 0.15, -0.15, -0.44):
        total += _line(lateral - knuckle * (0.25 + 0.75 * distal), 0.05)
    return total * min(1.0, (distal - 0.1) * 2.5) * min(1.0, (1.05 - distal) * 5)


@inlined
def pores(cells: np.ndarray, x: float, y: float, z: float, footprint: float) -> float:
    """The skin's grain in millimetres; waves finer than two pixels are left out."""
    height = 0.0
    for waves, share in ((450.0, 0.1), (1100.0, 0.08), (2500.0, 0.05)):
        seen = 1.5 - 1.5 * waves * footprint
        if seen > 0:
            height += min(1.0, seen) * share * noise_at(cells, x * waves, y * waves, z * waves)
    return height


@inlined
def _line(away: float, width: float) -> float:
    return np.exp(-((away / width) ** 2))


@inlined
def _clip(value: float) -> float:
    return min(1.0, max(0.0, value))
