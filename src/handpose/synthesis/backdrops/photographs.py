"""Photographs for backdrops: a few that come with the package, or a folder of the user's own."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import cv2
import numpy as np

from handpose.errors import HandposeError
from handpose.synthesis.render.environment import DATA

# Bytes; a quarter of the side of such a photograph is enough.
_LARGE = 1_500_000
_ENDINGS = (".jpg", ".jpeg", ".png")


@cache
def names() -> tuple[str, ...]:
    """The photographs that come with the package, sorted."""
    with np.load(DATA / "photographs.npz", allow_pickle=False) as stored:
        return tuple(sorted(stored))


@cache
def photograph(name: str) -> np.ndarray:
    """One of them, (h, w, 3) uint8 RGB."""
    with np.load(DATA / "photographs.npz", allow_pickle=False) as stored:
        encoded = stored[name]
    return np.ascontiguousarray(np.asarray(cv2.imdecode(encoded, cv2.IMREAD_COLOR))[..., ::-1])


@cache
def own_files(folder: str) -> tuple[Path, ...]:
    """The pictures of the user's folder, sorted; raises HandposeError when there are none."""
    found = sorted(p for p in Path(folder).glob("**/*") if p.suffix.lower() in _ENDINGS)
    if not found:
        raise HandposeError(f"--backgrounds={folder}: no .jpg or .png file in there")
    return tuple(found)


def random_photograph(rng: np.random.Generator, folder: str = "") -> np.ndarray:
    """A picture (h, w, 3) uint8 RGB, of the user's folder when one is given.

    Raises HandposeError for a folder without pictures and for a file that is none.
    """
    if not folder:
        return photograph(names()[rng.integers(len(names()))])
    file = own_files(folder)[rng.integers(len(own_files(folder)))]
    large = file.stat().st_size > _LARGE
    picture = cv2.imread(str(file), cv2.IMREAD_REDUCED_COLOR_4 if large else cv2.IMREAD_COLOR)
    if picture is None:
        raise HandposeError(f"{file}: not a picture; take it out of the --backgrounds folder")
    return np.ascontiguousarray(picture[..., ::-1])


def crop(picture: np.ndarray, side: int, rng: np.random.Generator) -> np.ndarray:
    """A square part (side, side, 3) of a picture, from half of it to all of it, maybe mirrored."""
    height, width = picture.shape[:2]
    size = int(min(height, width) * rng.uniform(0.5, 1))
    top, left = rng.integers(0, height - size + 1), rng.integers(0, width - size + 1)
    part = picture[top : top + size, left : left + size]
    smooth = cv2.INTER_AREA if size > side else cv2.INTER_CUBIC
    part = cv2.resize(part, (side, side), interpolation=smooth)
    return np.ascontiguousarray(part[:, ::-1] if rng.random() < 0.5 else part)
