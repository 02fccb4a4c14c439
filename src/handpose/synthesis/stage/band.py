"""Bands that fit what they go round: rings, bracelets, straps."""

from __future__ import annotations

import numpy as np

from handpose.synthesis.stage.bodies import Body, revolved
from handpose.synthesis.vectors import unit

_SEGMENTS = 48
_CLEARANCE = 0.0003  # metres between skin and band


def band_round(
    vertices: np.ndarray, centre: np.ndarray, axis: np.ndarray, width: float, thickness: float
) -> Body:
    """A band round the vertices (n, 3) of one limb, in their frame.

    centre: (3,) on the limb; axis: (3,) along it; width: of the band, metres, along the axis.
    It follows the limb's outline where that is thickest under the band.
    """
    frame = _frame(axis)
    local = (vertices - centre) @ frame
    near = np.abs(local[:, 0]) < max(width, 0.003)
    outline = outline_of(local[near, 1:]) + _CLEARANCE
    profile = _profile(width, thickness)
    grid, triangles = revolved(profile, _SEGMENTS)
    angle = np.arctan2(grid[:, 2], grid[:, 1])
    lift = np.hypot(grid[:, 1], grid[:, 2])
    place = np.round(angle / (2 * np.pi) * _SEGMENTS).astype(int) % _SEGMENTS
    radius = outline[place] + lift - 1.0
    round_it = np.stack([grid[:, 0], radius * np.cos(angle), radius * np.sin(angle)], axis=1)
    return round_it @ frame.T + centre, triangles


def outline_of(points: np.ndarray, smoothing: int = 5) -> np.ndarray:
    """Radius (48,) of the outline of points (n, 2) round the origin, in equal angles from +x."""
    angle = np.arctan2(points[:, 1], points[:, 0])
    place = np.round(angle / (2 * np.pi) * _SEGMENTS).astype(int) % _SEGMENTS
    radius = np.zeros(_SEGMENTS)
    np.maximum.at(radius, place, np.linalg.norm(points, axis=1))
    known = np.flatnonzero(radius)
    radius = np.interp(np.arange(_SEGMENTS), known, radius[known], period=_SEGMENTS)
    widest = np.max([np.roll(radius, by) for by in (-1, 0, 1)], axis=0)
    kernel = np.hanning(smoothing + 2)[1:-1]
    padded = np.concatenate([widest[-smoothing:], widest, widest[:smoothing]])
    return np.convolve(padded, kernel / kernel.sum(), mode="same")[smoothing:-smoothing]


def _profile(width: float, thickness: float) -> np.ndarray:
    """A flat oval round radius 1 as (n, 2) of x and radius, from inside round to inside."""
    turn = np.linspace(np.pi, -np.pi, 13)
    x, height = np.sin(turn), -np.cos(turn)
    squared = np.sign(x) * np.abs(x) ** 0.5, np.sign(height) * np.abs(height) ** 0.5
    return np.stack([squared[0] * width / 2, 1 + (squared[1] + 1) * thickness / 2], axis=1)


def _frame(axis: np.ndarray) -> np.ndarray:
    """Columns: the axis, and two directions across it that make a right-handed frame."""
    along = unit(np.asarray(axis, np.float64))
    across = unit(np.cross(along, np.eye(3)[np.abs(along).argmin()]))
    return np.stack([along, across, np.cross(along, across)], axis=1)
