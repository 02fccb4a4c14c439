"""Draw hands and sheets of pictures; numpy and OpenCV only."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import cv2
import numpy as np

from handpose.hand import SKELETON, colour_of

_SHIFT = 4  # OpenCV takes points in 1/16 pixel, with pixel centres at whole numbers


def draw_hand(
    image: np.ndarray, keypoints: np.ndarray, scores: np.ndarray | None = None
) -> np.ndarray:
    """A copy of an RGB uint8 picture (h, w, 3) with one hand's skeleton.

    keypoints: (21, 2) uv, pixels; those that are not finite are left out.
    scores: (21,) 0..1; a low score is drawn fainter.
    """
    strength = np.ones(len(keypoints)) if scores is None else np.clip(scores, 0.15, 1.0)
    known = np.isfinite(keypoints).all(axis=1)
    thickness = _thickness(keypoints[known])
    drawn = image.copy()
    for start, end in SKELETON:
        if known[start] and known[end]:
            faint = min(strength[start], strength[end])
            ends = keypoints[[start, end]]
            _blend(drawn, faint, _draw_line, ends, colour_of(end), thickness)
    for point in map(int, np.flatnonzero(known)):
        centre = keypoints[[point]]
        _blend(drawn, strength[point], _draw_dot, centre, colour_of(point), thickness)
    return drawn


def contact_sheet(images: Sequence[np.ndarray], columns: int, gap: int = 2) -> np.ndarray:
    """One RGB picture of equally large pictures (h, w, 3), row by row; free places are black."""
    height, width = images[0].shape[:2]
    rows = -(-len(images) // columns)
    sheet = np.zeros((rows * (height + gap), columns * (width + gap), 3), np.uint8)
    for place, image in enumerate(images):
        top, left = (place // columns) * (height + gap), (place % columns) * (width + gap)
        sheet[top : top + height, left : left + width] = image
    return sheet


def caption(image: np.ndarray, text: str) -> np.ndarray:
    """A copy with a line of ASCII text along its upper edge."""
    size = max(0.35, image.shape[0] / 500)
    captioned = image.copy()
    write(captioned, text, (3, round(24 * size) + 2), size)
    return captioned


def write(image: np.ndarray, text: str, place: tuple[int, int], size: float) -> None:
    """Write ASCII text into a picture, white with a dark rim, from its lower left corner on."""
    # The rim is the same text moved about: OpenCV 5 spaces thicker letters more widely.
    x, y = place
    for dx, dy in _RIM:
        cv2.putText(image, text, (x + dx, y + dy), 0, size, (0, 0, 0), 1, cv2.LINE_AA)
    cv2.putText(image, text, place, 0, size, (255, 255, 255), 1, cv2.LINE_AA)


_RIM = ((-1, -1), (0, -1), (1, -1), (-1, 0), (1, 0), (-1, 1), (0, 1), (1, 1))


def _thickness(keypoints: np.ndarray) -> int:
    extent = np.ptp(keypoints, axis=0).max() if len(keypoints) else 0
    return int(np.clip(round(extent / 60), 1, 12))


Draw = Callable[[np.ndarray, np.ndarray, tuple[int, int, int], int], None]


def _blend(
    image: np.ndarray,
    strength: float,
    draw: Draw,
    points: np.ndarray,
    colour: tuple[int, int, int],
    thickness: int,
) -> None:
    """Draw something at points (n, 2) uv, as strong as 0..1, into the picture."""
    # Only the part that changes is mixed: a photograph has far more pixels than a bone.
    rows, columns = _window(image.shape[:2], points, 2 * thickness + 2)
    under = image[rows, columns]
    over = under.copy()
    draw(over, _fixed(points - [columns.start, rows.start]), colour, thickness)
    image[rows, columns] = cv2.addWeighted(over, strength, under, 1 - strength, 0)


def _window(size: tuple[int, int], points: np.ndarray, margin: int) -> tuple[slice, slice]:
    """Rows and columns of a picture (height, width) round points; one pixel when none is in it."""
    low = np.clip(np.floor(points.min(0)) - margin, 0, [size[1] - 1, size[0] - 1]).astype(int)
    high = np.clip(np.ceil(points.max(0)) + margin, low + 1, [size[1], size[0]]).astype(int)
    return slice(low[1], high[1]), slice(low[0], high[0])


def _fixed(points: np.ndarray) -> np.ndarray:
    # Far outside, OpenCV's whole numbers would overflow.
    return np.round((np.clip(points, -1e5, 1e5) - 0.5) * 2**_SHIFT).astype(np.int32)


def _draw_line(
    image: np.ndarray, ends: np.ndarray, colour: tuple[int, int, int], thickness: int
) -> None:
    cv2.polylines(image, [ends], False, colour, thickness, cv2.LINE_AA, _SHIFT)


def _draw_dot(
    image: np.ndarray, centre: np.ndarray, colour: tuple[int, int, int], thickness: int
) -> None:
    place = (int(centre[0, 0]), int(centre[0, 1]))
    radius = (2 * thickness + 1) * 2 ** (_SHIFT - 1)
    cv2.circle(image, place, radius, colour, -1, cv2.LINE_AA, _SHIFT)
    cv2.circle(image, place, radius, (0, 0, 0), 1, cv2.LINE_AA, _SHIFT)
