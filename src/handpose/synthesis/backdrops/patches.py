"""Painted patches for walls, floors and desks: squares of sRGB uint8 that look like materials.

Every painter takes a generator and a side in pixels and gives (side, side, 3).
"""

from __future__ import annotations

import cv2
import numpy as np

from handpose.synthesis.backdrops import photographs
from handpose.synthesis.render import environment


def plaster(rng: np.random.Generator, side: int) -> np.ndarray:
    """A painted wall: one colour, lit unevenly, a little rough."""
    return shaded(np.broadcast_to(wall_colour(rng), (side, side, 3)), rng, 0.06)


def planks(rng: np.random.Generator, side: int) -> np.ndarray:
    """Boards of wood with grain along them."""
    wood = np.array([170, 120, 75]) * rng.uniform(0.45, 1.25) + rng.normal(0, 10, 3)
    grain = cloud(rng, side, (int(rng.integers(2, 5)), 64))
    count = int(rng.integers(3, 9))
    board = np.arange(side) * count // side
    tone = rng.uniform(0.8, 1.1, count)[board][:, None] + 0.12 * grain
    picture = wood * tone[..., None]
    picture[np.flatnonzero(np.diff(board))] *= 0.55
    return as_picture(picture)


def tiles(rng: np.random.Generator, side: int) -> np.ndarray:
    """Tiles or bricks with joints; bricks are shifted from row to row."""
    rows = int(rng.integers(3, 9))
    wide, shifted = int(rng.integers(1, 3)), bool(rng.integers(2))
    row = np.arange(side) * rows / side
    offset = 0.5 * (row.astype(int) % 2) * shifted
    column = np.arange(side)[None] * rows / wide / side + offset[:, None]
    joint = np.minimum(row % 1, 1)[:, None] < 0.07
    joint = joint | (column % 1 < 0.07 / wide)
    tone = rng.uniform(0.85, 1.1, (rows + 1, rows + 2))[
        row.astype(int)[:, None], column.astype(int)
    ]
    picture = wall_colour(rng) * tone[..., None]
    picture[joint] = wall_colour(rng) * 0.8
    return shaded(picture, rng, 0.05)


def fabric(rng: np.random.Generator, side: int) -> np.ndarray:
    """A curtain, a carpet or a cover: folds, stripes or checks."""
    first, second = wall_colour(rng) * 0.8, wall_colour(rng)
    y, x = np.mgrid[0:side, 0:side] / side * rng.uniform(2, 12)
    kind = rng.integers(3)
    share = (np.sin(6 * x) > 0.3) * 1.0
    if kind == 1:
        share = 0.5 * share + 0.5 * (np.sin(6 * y) > 0.3)
    if kind == 2:
        share = 0.5 + 0.35 * np.sin(6 * x + 2 * cloud(rng, side, (3, 8)))
    return shaded(first + share[..., None] * (second - first), rng, 0.08)


def poster(rng: np.random.Generator, side: int) -> np.ndarray:
    """A photograph in a frame."""
    picture = photographs.crop(photographs.random_photograph(rng), side, rng)
    width = max(1, side // int(rng.integers(10, 40)))
    edge = rng.integers(0, 255, 3).tolist()
    return cv2.rectangle(picture, (0, 0), (side - 1, side - 1), edge, 2 * width)


def window(rng: np.random.Generator, side: int) -> np.ndarray:
    """A bright view outside, behind bars."""
    name = environment.names()[rng.integers(len(environment.names()))]
    view = environment.panorama(name)
    left = int(rng.integers(0, view.shape[1] - 128))
    part = np.clip(view[64:192, left : left + 128] / view.mean() * rng.uniform(0.6, 1.5), 0, 1)
    picture = as_picture(cv2.resize(part**0.45 * 255, (side, side)))
    frame, width = [int(v) for v in wall_colour(rng)], max(2, side // 16)
    for at in np.linspace(0, side - 1, int(rng.integers(2, 4))).astype(int).tolist():
        cv2.line(picture, (at, 0), (at, side), frame, width)
        cv2.line(picture, (0, at), (side, at), frame, width)
    return picture


def flecks(rng: np.random.Generator, side: int) -> np.ndarray:
    """Stone, terrazzo, leaves: blotches of a few colours, coarse or fine."""
    picture = np.broadcast_to(wall_colour(rng), (side, side, 3)).copy()
    for _ in range(int(rng.integers(1, 4))):
        grid = int(2 ** rng.uniform(2, 6))
        picture[cloud(rng, side, (grid, grid)) > rng.uniform(0.1, 0.8)] = wall_colour(rng)
    return shaded(picture, rng, 0.06)


def wall_colour(rng: np.random.Generator) -> np.ndarray:
    """A colour (3,) of 255: mostly muted and rather bright."""
    brightness, strength = 20 + 230 * rng.beta(1.6, 1.2), rng.beta(1, 3.5)
    warm = rng.normal(0.03, 0.06) * np.array([1, 0, -1])
    return brightness * (1 + warm) * (1 - strength * rng.uniform(0, 1, 3))


def cloud(rng: np.random.Generator, side: int, cells: tuple[int, int]) -> np.ndarray:
    """Smooth noise (side, side) float32, about -1..1, of so many cells across and down."""
    across, down = cells
    coarse = rng.normal(0, 0.5, (down + 1, across + 1)).astype(np.float32)
    return cv2.resize(coarse, (side, side), interpolation=cv2.INTER_CUBIC)


def shaded(picture: np.ndarray, rng: np.random.Generator, rough: float) -> np.ndarray:
    """With light that falls off to one side, and fine roughness."""
    side = len(picture)
    y, x = np.mgrid[0:side, 0:side] / side - 0.5
    slope_x, slope_y = rng.normal(0, 0.2, 2)
    light = 1 + slope_x * x + slope_y * y + 0.1 * cloud(rng, side, (3, 3))
    light = light + rough * rng.normal(0, 0.5, (side, side))
    return as_picture(picture * light[..., None])


def as_picture(values: np.ndarray) -> np.ndarray:
    """Values of 255 as uint8, cut at the ends."""
    return np.ascontiguousarray(np.clip(values, 0, 255).astype(np.uint8))
