"""Patches of things in rows: shelves of books, cans, bottles and boxes, refrigerators, racks."""

from __future__ import annotations

import cv2
import numpy as np

from handpose.synthesis.backdrops.patches import as_picture, wall_colour


def shelf(rng: np.random.Generator, side: int) -> np.ndarray:
    """Two to five boards full of things, dark behind, in the light of the room."""
    board, back = wall_colour(rng), wall_colour(rng) * 0.3
    picture = np.broadcast_to(back, (side, side, 3)).copy()
    rows = int(rng.integers(2, 6))
    height = side // rows
    for row in range(rows):
        _fill(picture[row * height : (row + 1) * height], rng)
        bottom = (row + 1) * height
        picture[bottom - max(2, height // 12) : bottom] = board * rng.uniform(0.7, 1.1)
    return as_picture(picture)


def _fill(row: np.ndarray, rng: np.random.Generator) -> None:
    """One board: things of one kind, in runs of the same colour, with gaps."""
    height, width = row.shape[:2]
    kind = rng.integers(3)
    typical = (
        height * (rng.uniform(0.08, 0.25), rng.uniform(0.25, 0.5), rng.uniform(0.4, 1.2))[kind]
    )
    colour, x = wall_colour(rng), int(rng.integers(0, 8))
    while x < width:
        thick = max(2, int(typical * rng.uniform(0.75, 1.25)))
        tall = int(height * rng.uniform(0.55, 0.9))
        if rng.random() < (0.7, 0.25, 0.6)[kind]:
            colour = wall_colour(rng)
        if rng.random() > 0.12:
            _stand(row[height - tall :, x : x + thick], colour, rng, round_thing=kind == 1)
        x += thick + int(rng.integers(1, 3))


def _stand(
    place: np.ndarray, colour: np.ndarray, rng: np.random.Generator, *, round_thing: bool
) -> None:
    """Paint one thing over the whole of `place`: a band or a label, round or flat shading."""
    height, width = place.shape[:2]
    if min(height, width) < 2:
        return
    place[:] = colour
    top = int(height * rng.uniform(0.1, 0.6))
    place[top : top + max(1, height // int(rng.integers(3, 9)))] = wall_colour(rng)
    across = np.linspace(-1, 1, width)
    round_light = 0.45 + 0.75 * np.sqrt(np.clip(1 - (across + 0.25) ** 2 / 1.6, 0, 1))
    flat_light = 1 - 0.25 * (np.abs(across) > 0.85)
    place *= (round_light if round_thing else flat_light)[None, :, None]
    if round_thing:
        place[: max(1, height // 14)] = 190


def clutter(rng: np.random.Generator, side: int) -> np.ndarray:
    """A table seen from above with papers, plates, boxes and cables on it."""
    picture = as_picture(np.broadcast_to(wall_colour(rng), (side, side, 3)))
    for _ in range(int(rng.integers(4, 14))):
        _lay(picture, rng)
    return picture


def _lay(picture: np.ndarray, rng: np.random.Generator) -> None:
    """One thing with its shadow."""
    side = len(picture)
    x, y = (float(v) for v in rng.uniform(0, side, 2))
    size = (side * rng.uniform(0.06, 0.4), side * rng.uniform(0.04, 0.3))
    turn, colour = rng.uniform(0, 180), wall_colour(rng).astype(int).tolist()
    kind, drop = rng.integers(3), side * 0.012
    for shift, ink in ((drop, (picture.mean((0, 1)) * 0.5).astype(int).tolist()), (0.0, colour)):
        centre = (x + shift, y + shift)
        if kind == 0:
            corners = cv2.boxPoints((centre, size, turn)).astype(np.int32)
            cv2.fillConvexPoly(picture, corners, ink, cv2.LINE_AA)
        elif kind == 1:
            cv2.ellipse(picture, (centre, size, turn), ink, -1, cv2.LINE_AA)
        else:
            end = (int(x + 3 * size[0] * np.cos(turn)), int(y + 3 * size[0] * np.sin(turn)))
            thick = max(1, int(side * 0.015))
            cv2.line(picture, (int(centre[0]), int(centre[1])), end, ink, thick, cv2.LINE_AA)
