"""A picture in overlapping parts, in each of which small hands are larger for the detector."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

MOST_TILES = 8
# Shares of a part's long side: a box that comes so close to its border may be cut off there.
_MARGIN = 0.02


class Part(NamedTuple):
    """A part of a picture, whole pixels; right and bottom are not in it."""

    left: int
    top: int
    right: int
    bottom: int

    def of(self, image: np.ndarray) -> np.ndarray:
        """What a picture (h, w, 3) shows there."""
        return image[self.top : self.bottom, self.left : self.right]


def parts_of(image_size: tuple[int, int], tiles: int) -> list[Part]:
    """The whole picture, then tiles x tiles parts of it, row by row; 1: the whole one alone.

    image_size: (height, width). Neighbours share half of their side, so that what is smaller
    than that is whole in one of them.
    """
    height, width = image_size
    parts = [Part(0, 0, width, height)]
    if tiles > 1:
        rows, columns = _spans(height, tiles), _spans(width, tiles)
        parts += [Part(x[0], y[0], x[1], y[1]) for y in rows for x in columns]
    return parts


def _spans(length: int, tiles: int) -> list[tuple[int, int]]:
    """Where `tiles` parts of a side begin and end, each of 2 / (tiles + 1) of it."""
    steps = tiles + 1
    return [(i * length // steps, -(-(i + 2) * length // steps)) for i in range(tiles)]


def not_cut_off(boxes: np.ndarray, part: Part, image_size: tuple[int, int]) -> np.ndarray:
    """Which (n,) bool of boxes (n, 4) x, y, w, h of a part, picture pixels, end inside of it.

    At the picture's own borders, (height, width), nothing is cut off that others would see.
    """
    height, width = image_size
    margin = _MARGIN * max(part.right - part.left, part.bottom - part.top)
    low, high = boxes[:, :2], boxes[:, :2] + boxes[:, 2:]
    starts = (low >= [part.left + margin, part.top + margin]) | [part.left == 0, part.top == 0]
    ends = (high <= [part.right - margin, part.bottom - margin]) | [
        part.right == width,
        part.bottom == height,
    ]
    return np.asarray((starts & ends).all(axis=1))
