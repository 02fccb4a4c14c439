"""Things of the colour of skin that are not hands: faces out of focus, limbs, wood, dough, posts.

A network that looks for skin colour alone is wrong wherever they are, and one that takes whatever
is long for a finger.
"""

from __future__ import annotations

import cv2
import numpy as np

from handpose.synthesis.backdrops.patches import as_picture
from handpose.synthesis.render import skin


def add_distractors(picture: np.ndarray, rng: np.random.Generator, skins: np.ndarray) -> np.ndarray:
    """The backdrop (side, side, 3) sRGB uint8 with two to six of them, some out of focus.

    skins: rows of the people in the picture, at least one; half of them have such a colour.
    """
    side = len(picture)
    for _ in range(int(rng.integers(2, 7))):
        draw = (_face, _limb, _lump, _rods)[rng.integers(4)]
        # Half as fine is enough for what is soft.
        layer, share = draw(rng, side // 2, _skin_colour(rng, skins))
        share = cv2.GaussianBlur(share, (0, 0), rng.uniform(0.3, 2.5) * side / 320)
        layer, share = (cv2.resize(part, (side, side)) for part in (layer, share))
        picture = as_picture(picture + (layer - picture) * share[..., None])
    return picture


def _face(rng: np.random.Generator, side: int, tone: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """An oval with hair above, darker eyes and mouth."""
    centre, size = rng.uniform(0.1, 0.9, 2) * side, side * rng.uniform(0.12, 0.35)
    share = np.zeros((side, side), np.float32)
    layer = _round(rng, side, tone, centre, size)
    hair = (rng.uniform(10, 120) * np.array([1, 0.8, 0.65])).tolist()
    x, y = (int(v) for v in centre)
    wide, tall = int(size * 0.75), int(size)
    cv2.ellipse(share, (x, y), (wide, tall), 0, 0, 360, 1.0, -1, cv2.LINE_AA)
    cv2.ellipse(share, (x, y - tall // 3), (wide + 3, tall), 0, 180, 360, 1.0, -1, cv2.LINE_AA)
    cv2.ellipse(layer, (x, y - tall // 2), (wide + 4, tall // 2), 0, 180, 360, hair, -1)
    dark = (layer[min(max(y, 0), side - 1), min(max(x, 0), side - 1)] * 0.45).tolist()
    for dx, dy, w, h in ((-0.3, -0.1, 0.14, 0.05), (0.3, -0.1, 0.14, 0.05), (0, 0.5, 0.25, 0.06)):
        at = (int(x + dx * size), int(y + dy * size))
        cv2.ellipse(layer, at, (max(1, int(w * size)), max(1, int(h * size))), 0, 0, 360, dark, -1)
    return cv2.GaussianBlur(layer, (0, 0), max(0.8, size / 30)), share


def _limb(rng: np.random.Generator, side: int, tone: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A bare arm or leg across the picture, round in its light."""
    share = np.zeros((side, side), np.float32)
    ends = rng.uniform(-0.3, 1.3, (2, 2)) * side
    width = int(side * rng.uniform(0.06, 0.22))
    start, end = (tuple(int(v) for v in point) for point in ends)
    cv2.line(share, start, end, 1.0, width, cv2.LINE_AA)
    away = cv2.GaussianBlur(share, (0, 0), width / 3)
    return (tone * (0.45 + 0.6 * away[..., None])).astype(np.float32), share


def _lump(rng: np.random.Generator, side: int, tone: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A rounded thing of no particular shape."""
    centre, size = rng.uniform(0, 1, 2) * side, side * rng.uniform(0.08, 0.3)
    angle = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    radius = size * (1 + 0.25 * np.sin(angle * rng.integers(2, 5) + rng.uniform(0, 6)))
    outline = np.stack([np.cos(angle), np.sin(angle)], axis=1) * radius[:, None] + centre
    share = np.zeros((side, side), np.float32)
    cv2.fillPoly(share, [outline.astype(np.int32)], 1.0, cv2.LINE_AA)
    return _round(rng, side, tone, centre, size), share


def _rods(rng: np.random.Generator, side: int, tone: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """One, three or five posts or sticks side by side, as wide as fingers, round in their light."""
    y, x = np.mgrid[0:side, 0:side]
    turn, middle = rng.uniform(0, np.pi), rng.uniform(0.1, 0.9, 2) * side
    across = (x - middle[0]) * np.cos(turn) + (y - middle[1]) * np.sin(turn)
    along = (y - middle[1]) * np.cos(turn) - (x - middle[0]) * np.sin(turn)
    wide = side * np.exp(rng.uniform(np.log(0.025), np.log(0.09)))
    apart, most = wide * rng.uniform(1.05, 2.5), int(rng.integers(0, 3))
    number = np.clip(np.round(across / apart), -most, most)
    off = np.abs(across - number * apart) / (wide / 2)
    share = (off < 1) & (np.abs(along) < side * rng.uniform(0.1, 0.8))
    lit = np.clip(1.1 - rng.uniform(0, 0.6) * off**2, 0.3, 1.1)
    return (tone * lit[..., None]).astype(np.float32), share.astype(np.float32)


def _round(
    rng: np.random.Generator, side: int, tone: np.ndarray, centre: np.ndarray, size: float
) -> np.ndarray:
    """Skin (side, side, 3) float32 of 255, lit as a ball of that centre and size."""
    y, x = np.mgrid[0:side, 0:side]
    toward = rng.uniform(-0.6, 0.6, 2)
    lit = ((x - centre[0]) * toward[0] + (y - centre[1]) * toward[1]) / size
    return (tone * np.clip(0.85 + 0.45 * lit, 0.3, 1.25)[..., None]).astype(np.float32)


def _skin_colour(rng: np.random.Generator, skins: np.ndarray) -> np.ndarray:
    """Red, green and blue of 255, in half of the cases of a skin that is there."""
    row = skin.random_skin(rng, rng.uniform(skin.LIGHTEST, skin.DARKEST))
    if rng.random() < 0.5:
        row = skins[rng.integers(len(skins))]
    linear = np.array([row["red"], row["green"], row["blue"]])
    return 255 * (linear * rng.uniform(0.4, 1.1)) ** (1 / 2.2)
