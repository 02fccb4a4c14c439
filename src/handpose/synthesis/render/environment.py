"""Captured surroundings: 18 panoramas, as a source of light and as a backdrop.

Directions are in the camera's manner: x right, y down, z forward; a panorama's middle is +z.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import cv2
import numpy as np

DATA = Path(__file__).parents[1] / "data"
_VIEW_RANGE = 6.0  # tools/build_environments.py stores sqrt(radiance / (6 x mean)) in 8 bits


@cache
def names() -> tuple[str, ...]:
    """Every panorama's name, sorted."""
    with np.load(DATA / "environments.npz", allow_pickle=False) as stored:
        return tuple(sorted(key.split("/")[1] for key in stored if key.startswith("light/")))


@cache
def radiance(name: str) -> np.ndarray:
    """The light (32, 64, 3) float64 that comes from every direction, linear RGB."""
    with np.load(DATA / "environments.npz", allow_pickle=False) as stored:
        return stored[f"light/{name}"].astype(np.float64)


@cache
def panorama(name: str) -> np.ndarray:
    """What is seen (256, 512, 3) float32, linear RGB, 1 on average before highlights were cut."""
    with np.load(DATA / "environments.npz", allow_pickle=False) as stored:
        encoded = stored[f"view/{name}"]
    picture = np.asarray(cv2.imdecode(encoded, cv2.IMREAD_COLOR))
    share = picture[..., ::-1].astype(np.float32) / 255
    return np.ascontiguousarray(share**2 * _VIEW_RANGE)


def directions(height: int, width: int) -> np.ndarray:
    """Unit vectors (height, width, 3) of a panorama's pixels."""
    polar = (np.arange(height) + 0.5) / height * np.pi
    azimuth = (np.arange(width) + 0.5) / width * 2 * np.pi - np.pi
    sine = np.sin(polar)[:, None]
    x, z = sine * np.sin(azimuth), sine * np.cos(azimuth)
    return np.stack([x, np.broadcast_to(-np.cos(polar)[:, None], x.shape), z], axis=-1)


def solid_angles(height: int, width: int) -> np.ndarray:
    """Steradians (height, width) of a panorama's pixels; they sum to 4 pi."""
    edges = np.cos(np.linspace(0, np.pi, height + 1))
    return np.repeat((edges[:-1] - edges[1:])[:, None] * 2 * np.pi / width, width, axis=1)


def look(name: str, rotation: np.ndarray, field: float, side: int) -> np.ndarray:
    """The panorama through a square window (side, side, 3) float32, linear.

    rotation: (3, 3), a direction of the camera into the panorama's; field: the angle of view
    in radians. One panorama pixel covers many of the window's, so the window is soft.
    """
    coarse = max(16, side // 2)
    slope = np.tan(field / 2) * ((np.arange(coarse) + 0.5) / coarse * 2 - 1)
    x, y = np.meshgrid(slope, slope)
    rays = np.stack([x, y, np.ones_like(x)], axis=-1) @ rotation.T
    rays /= np.linalg.norm(rays, axis=-1, keepdims=True)
    source = panorama(name)
    height, width = source.shape[:2]
    column = (np.arctan2(rays[..., 0], rays[..., 2]) / (2 * np.pi) + 0.5) * width - 0.5
    row = np.arccos(np.clip(-rays[..., 1], -1, 1)) / np.pi * height - 0.5
    maps = column.astype(np.float32), row.astype(np.float32)
    seen = cv2.remap(source, *maps, cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP)
    texel = coarse / np.rad2deg(field) * 360 / width
    seen = cv2.GaussianBlur(seen, (0, 0), max(0.5, 0.6 * texel))
    return cv2.resize(seen, (side, side), interpolation=cv2.INTER_LINEAR)
