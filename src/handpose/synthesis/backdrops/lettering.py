"""Patches with writing: pages, signs, screens with windows, keyboards."""

from __future__ import annotations

import string

import cv2
import numpy as np

from handpose.synthesis.backdrops.patches import as_picture, shaded, wall_colour

_FONTS = (
    cv2.FONT_HERSHEY_SIMPLEX,
    cv2.FONT_HERSHEY_DUPLEX,
    cv2.FONT_HERSHEY_COMPLEX,
    cv2.FONT_HERSHEY_TRIPLEX,
    cv2.FONT_HERSHEY_SCRIPT_SIMPLEX,
)
_LETTERS = np.array(list(string.ascii_letters + string.digits))


def page(rng: np.random.Generator, side: int) -> np.ndarray:
    """A printed page: lines of words, maybe with a heading."""
    paper = np.full((side, side, 3), rng.uniform(200, 250)) * rng.uniform(0.92, 1, 3)
    picture = as_picture(paper)
    ink = rng.integers(0, 90, 3).tolist()
    heading = rng.random() < 0.5
    if heading:
        _line(picture, rng, side // 7, side / 130, ink, 2)
    scale = rng.uniform(0.25, 0.5) * side / 128
    step = max(5, int(26 * scale))
    for y in range(side // 4 if heading else step, side, step):
        if rng.random() > 0.1:
            _line(picture, rng, y, scale, ink, 1)
    return shaded(picture, rng, 0.02)


def sign(rng: np.random.Generator, side: int) -> np.ndarray:
    """A few large letters on a coloured board."""
    picture = as_picture(np.broadcast_to(wall_colour(rng), (side, side, 3)))
    ink = wall_colour(rng).astype(int).tolist()
    for y in np.linspace(0.3, 0.85, int(rng.integers(1, 4))) * side:
        _line(picture, rng, int(y), rng.uniform(0.8, 2) * side / 128, ink, max(1, side // 50))
    return picture


def screen(rng: np.random.Generator, side: int) -> np.ndarray:
    """A display: a desktop with windows that hold text, pictures and bars."""
    ground = rng.integers(0, 255, (2, 2, 3)).astype(np.float32)
    picture = as_picture(cv2.resize(ground, (side, side), interpolation=cv2.INTER_CUBIC))
    for _ in range(int(rng.integers(1, 5))):
        x, y = rng.integers(0, side * 2 // 3, 2)
        width, height = rng.integers(side // 4, side, 2)
        _window(picture[y : y + height, x : x + width], rng)
    return picture


def keyboard(rng: np.random.Generator, side: int) -> np.ndarray:
    """Rows of keys."""
    key, gap = rng.uniform(20, 235), rng.uniform(10, 200)
    picture = as_picture(np.full((side, side, 3), gap))
    size = max(5, side // int(rng.integers(6, 13)))
    face = int(min(255, key * rng.uniform(0.9, 1.1)))
    for y in range(0, side, size):
        for x in range(y // size % 2 * size // 3, side, size):
            cv2.rectangle(picture, (x + 1, y + 1), (x + size - 2, y + size - 2), [face] * 3, -1)
            ink = [int(255 - face)] * 3
            letter = str(rng.choice(_LETTERS))
            cv2.putText(picture, letter, (x + size // 4, y + size // 2), 0, size / 60, ink, 1)
    return shaded(picture, rng, 0.02)


def _window(picture: np.ndarray, rng: np.random.Generator) -> None:
    """Paint a program's window over the whole of a part of a picture."""
    height, width = picture.shape[:2]
    if min(height, width) < 8:
        return
    dark = rng.random() < 0.5
    picture[:] = rng.uniform(10, 60) if dark else rng.uniform(215, 255)
    picture[: max(2, height // 12)] = wall_colour(rng)
    ink = (rng.uniform(140, 255, 3) if dark else rng.uniform(0, 110, 3)).astype(int).tolist()
    for y in range(height // 6, height, max(4, height // int(rng.integers(6, 20)))):
        start = width // 20 + width // 16 * int(rng.integers(0, 4))
        end = start + int(width * rng.uniform(0.1, 0.7))
        cv2.line(picture, (start, y), (end, y), ink, 1, cv2.LINE_AA)
    if rng.random() < 0.4:
        top, left = height // 3, width // 2
        picture[top : top + height // 3, left : left + width // 3] = wall_colour(rng)


def _line(
    picture: np.ndarray, rng: np.random.Generator, y: int, scale: float, ink: list, thick: int
) -> None:
    """Words of random letters from the left to about the right edge."""
    count = int(picture.shape[1] / max(1.0, 18 * scale)) + 1
    letters = rng.choice(_LETTERS, count)
    letters[rng.random(count) < 0.18] = " "
    font = _FONTS[rng.integers(len(_FONTS))]
    text = "".join(letters)
    cv2.putText(picture, text, (int(6 * scale), y), font, scale, ink, thick, cv2.LINE_AA)
