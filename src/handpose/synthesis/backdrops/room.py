"""Rooms: a box seen from inside, its walls papered with patches, with pictures and furniture."""

from __future__ import annotations

import cv2
import numpy as np

from handpose.synthesis.backdrops import lettering, patches, shelf
from handpose.synthesis.rotations import X, Y, about

_WALLS = (patches.plaster, patches.plaster, patches.tiles, patches.fabric, patches.flecks)
_FLOORS = (patches.planks, patches.tiles, patches.fabric, patches.flecks)
_ON_WALLS = (patches.window, patches.poster, shelf.shelf, shelf.shelf, lettering.screen,
             lettering.sign, patches.planks)  # fmt: skip
_PATCH = 96
_NEAR = 0.1
_COARSE = 0.6

Quad = np.ndarray  # (4, 3) metres, in order round the edge


def room(rng: np.random.Generator, side: int) -> np.ndarray:
    """A room (side, side, 3) sRGB uint8, painted a little coarse, as it is out of focus."""
    coarse = _paint(rng, max(32, int(side * _COARSE)))
    return cv2.resize(coarse, (side, side), interpolation=cv2.INTER_CUBIC)


def _paint(rng: np.random.Generator, side: int) -> np.ndarray:
    half = rng.uniform((1.2, 1.1, 2.0), (3.0, 1.6, 5.0))
    turn = about(X, rng.normal(0, 0.2)) @ about(Y, rng.uniform(-np.pi, np.pi))
    eye = rng.uniform(-0.4, 0.4, 3) * half
    focal = side * rng.uniform(0.7, 1.5)
    picture = np.full((side, side, 3), 90, np.uint8)
    quads = [*_shell(rng, half), *_hung(rng, half), *_furniture(rng, half)]
    for corners, patch, light in quads:
        _draw(picture, (corners - eye) @ turn.T, patch, light, focal)
    return picture


def _shell(rng: np.random.Generator, half: np.ndarray) -> list[tuple[Quad, np.ndarray, float]]:
    """Ceiling, floor and four walls, each with its share of the light."""
    wall = _WALLS[rng.integers(len(_WALLS))](rng, _PATCH)
    floor = _FLOORS[rng.integers(len(_FLOORS))](rng, _PATCH)
    sides = [(wall_quad(half, number), wall, rng.uniform(0.6, 1.0)) for number in range(4)]
    return [
        (_level_quad(half, -half[1]), patches.plaster(rng, _PATCH), rng.uniform(0.8, 1.1)),
        (_level_quad(half, half[1]), floor, rng.uniform(0.5, 0.9)),
        *sides,
    ]


def _hung(rng: np.random.Generator, half: np.ndarray) -> list[tuple[Quad, np.ndarray, float]]:
    """Windows, pictures, shelves, screens and doors on the walls."""
    things = []
    for number in range(4):
        for start in np.arange(0.05, 0.8, rng.uniform(0.3, 0.5)):
            if rng.random() < 0.7:
                paint = _ON_WALLS[rng.integers(len(_ON_WALLS))]
                top, bottom = rng.uniform(0.05, 0.35), rng.uniform(0.5, 1.0)
                part = (start, start + rng.uniform(0.15, 0.28), top, bottom)
                light = rng.uniform(0.6, 1.0)
                things.append((wall_quad(half, number, part), paint(rng, _PATCH), light))
    return things


def _furniture(rng: np.random.Generator, half: np.ndarray) -> list[tuple[Quad, np.ndarray, float]]:
    """Boxes on the floor, the far ones first; each shows a top and its sides."""
    count = int(rng.integers(0, 4))
    places = [rng.uniform(-0.8, 0.8, 3) * half for _ in range(count)]
    faces = []
    for place in sorted(places, key=lambda p: -float(np.hypot(p[0], p[2]))):
        size = rng.uniform(0.2, 0.6, 3) * (1, 0.8, 1)
        paint = (patches.planks, patches.plaster, patches.fabric)[rng.integers(3)]
        patch = paint(rng, _PATCH)
        centre = np.array([place[0], half[1] - size[1], place[2]])
        nearness = [(np.linalg.norm(wall_quad(size, n).mean(0) + centre), n) for n in range(4)]
        # The two sides that are turned to the room's middle are seen.
        for _, number in sorted(nearness)[:2]:
            faces.append((wall_quad(size, number) + centre, patch, rng.uniform(0.4, 0.9)))
        faces.append((_level_quad(size, -size[1]) + centre, patch, rng.uniform(0.8, 1.1)))
    return faces


def wall_quad(
    half: np.ndarray, number: int, part: tuple[float, float, float, float] = (0, 1, 0, 1)
) -> Quad:
    """A part (left, right, top, bottom, shares 0..1) of one of the four walls of a box."""
    left, right, top, bottom = part
    along = np.array([left, right, right, left]) * 2 - 1
    down = np.array([top, top, bottom, bottom]) * 2 - 1
    turn = about(Y, number * np.pi / 2)
    reach = half if number % 2 == 0 else half[[2, 1, 0]]
    flat = np.stack([along * reach[0], down * reach[1], np.full(4, reach[2])], axis=1)
    return flat @ turn.T


def _level_quad(half: np.ndarray, height: float) -> Quad:
    x, z = half[0], half[2]
    return np.array([[-x, height, z], [x, height, z], [x, height, -z], [-x, height, -z]])


def _draw(
    picture: np.ndarray, corners: Quad, patch: np.ndarray, light: float, focal: float
) -> None:
    """Paint a patch on a quad of the camera's frame, over what is there."""
    side = len(picture)
    size = patch.shape[0]
    plane = np.array([[0, 0], [size, 0], [size, size], [0, size]], np.float64)
    solid = clipped(np.concatenate([corners, plane], axis=1))
    if len(solid) < 3:
        return
    uv = solid[:, :2] / solid[:, 2:3] * focal + side / 2
    if (uv.max(0) < 0).any() or (uv.min(0) > side).any():
        return
    share = np.zeros((side, side), np.uint8)
    outline = np.clip(uv, -8 * side, 9 * side)
    cv2.fillConvexPoly(share, np.round(outline * 16).astype(np.int32), 255, cv2.LINE_AA, 4)
    back = _to_patch(corners, size, focal, side)
    papered = cv2.warpPerspective(
        patch, back, (side, side), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REFLECT,
    )  # fmt: skip
    weight = cv2.merge([share] * 3).astype(np.float32) / 255
    picture[:] = patches.as_picture(picture * (1 - weight) + papered * light * weight)


def _to_patch(corners: Quad, size: int, focal: float, side: int) -> np.ndarray:
    """The homography (3, 3) from the picture's pixels to the patch's."""
    right, down = (corners[1] - corners[0]) / size, (corners[3] - corners[0]) / size
    lens = np.array([[focal, 0, side / 2], [0, focal, side / 2], [0, 0, 1.0]])
    return np.linalg.inv(lens @ np.stack([right, down, corners[0]], axis=1))


def clipped(polygon: np.ndarray) -> np.ndarray:
    """The part of a polygon (n, 3 or more) before the camera (Sutherland & Hodgman 1974)."""
    kept = []
    for here, there in zip(polygon, np.roll(polygon, -1, axis=0), strict=True):
        if here[2] >= _NEAR:
            kept.append(here)
        if (here[2] >= _NEAR) != (there[2] >= _NEAR):
            share = (_NEAR - here[2]) / (there[2] - here[2])
            kept.append(here + share * (there - here))
    return np.array(kept).reshape(-1, polygon.shape[1])
