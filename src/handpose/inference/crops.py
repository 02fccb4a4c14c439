"""From a caller's picture and boxes to crops, with every argument checked."""

from __future__ import annotations

from typing import Any

import numpy as np

from handpose.errors import HandposeError
from handpose.geometry import image_to_crop, invert, letterbox, square_round, transform, warp
from handpose.hand import MIDDLE_MCP, WRIST

# Pixels; what is farther away is a mistake.
_FARTHEST = 1e6


class ArgumentError(HandposeError, ValueError):
    """A picture, a box or another argument that cannot be used."""


def checked_image(image: Any) -> np.ndarray:
    """A picture RGB uint8 (height, width, 3); raises ArgumentError for anything else."""
    if not isinstance(image, np.ndarray):
        raise ArgumentError(f"image is a {type(image).__name__}, a numpy array expected")
    if image.dtype != np.uint8:
        raise ArgumentError(f"image holds {image.dtype}, uint8 0..255 expected")
    if image.ndim != 3 or image.shape[2] != 3 or 0 in image.shape:
        raise ArgumentError(
            f"image has the shape {image.shape}, RGB (height, width, 3) expected; "
            "turn a grey one into RGB first"
        )
    return image


def checked_boxes(boxes: Any) -> np.ndarray:
    """Boxes (n, 4) float64 x, y, w, h; raises ArgumentError for empty, NaN or misshapen ones."""
    try:
        rows = np.asarray(boxes, np.float64)
    except (TypeError, ValueError):
        raise ArgumentError(f"boxes={boxes!r}: numbers [[x, y, w, h], ...] expected") from None
    if rows.size == 0:
        return np.zeros((0, 4))
    if rows.ndim != 2 or rows.shape[1] != 4:
        raise ArgumentError(f"boxes have the shape {rows.shape}, (n, 4) x, y, w, h expected")
    for box in rows:
        if not _is_box(box):
            shown = ", ".join(f"{value:g}" for value in box)
            raise ArgumentError(f"box [{shown}]: x, y, w, h in pixels expected, w and h above 0")
    return rows


def _is_box(box: np.ndarray) -> bool:
    return bool((np.abs(box) <= _FARTHEST).all() and (box[2:] > 0).all())


def checked_angles(angles: Any, count: int) -> np.ndarray:
    """Angles (count,) float64, degrees; raises ArgumentError for others than one finite a box."""
    try:
        degrees = np.asarray(angles, np.float64)
    except (TypeError, ValueError):
        raise ArgumentError(f"angles={angles!r}: numbers in degrees expected") from None
    if degrees.shape != (count,):
        raise ArgumentError(
            f"angles have the shape {degrees.shape}, ({count},) expected: one a box"
        )
    if not np.isfinite(degrees).all():
        raise ArgumentError(f"angles={degrees.tolist()}: finite degrees expected")
    return degrees


def long_sides(keypoints: np.ndarray) -> np.ndarray:
    """The long side (...,) of the tight box round hands (..., 21, 2)."""
    return np.ptp(keypoints, axis=-2).max(axis=-1)


def upright_boxes(keypoints: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Square boxes (n, 4) and angles (n,) with which hands (n, 21, 2) point up in their crops.

    The angle is that from the wrist to the middle finger's MCP, degrees clockwise from up. The
    square is as large as the tight box of the hand turned upright, so that the crop does not
    breathe when the hand turns.
    """
    right, down = (keypoints[:, MIDDLE_MCP] - keypoints[:, WRIST]).T
    angles = np.degrees(np.arctan2(right, -down))
    turns = [image_to_crop(np.array([0, 0, 1]), 1, -angle) for angle in angles]
    to_upright = np.reshape(turns, (-1, 2, 3))
    upright = transform(to_upright, keypoints)
    low, high = upright.min(axis=1), upright.max(axis=1)
    centres = transform(invert(to_upright), (low + high)[:, None] / 2)[:, 0]
    sides = (high - low).max(axis=1, keepdims=True)
    return np.concatenate([centres - sides / 2, sides, sides], axis=1), angles


def to_crop_maps(
    image_size: tuple[int, int],
    boxes: np.ndarray | None,
    scale: float,
    crop_size: int,
    angles: np.ndarray | None = None,
) -> np.ndarray:
    """Affine maps (n, 2, 3) from image to crop uv, one a box.

    image_size: (height, width); boxes: (n, 4) or None: the whole picture is one crop;
    scale: side of the crop / long side of the box; angles: (n,) degrees clockwise from up in
    which each hand points, None: the crops are upright. A crop is turned so that its hand
    points up.
    """
    if boxes is None:
        return image_to_crop(letterbox(image_size), crop_size)[None]
    turns = np.zeros(len(boxes)) if angles is None else -angles
    squares = [square_round(box, scale) for box in boxes]
    maps = [
        image_to_crop(square, crop_size, turn) for square, turn in zip(squares, turns, strict=True)
    ]
    return np.reshape(maps, (-1, 2, 3))


def cut(image: np.ndarray, to_crop: np.ndarray, crop_size: int) -> np.ndarray:
    """Crops (n, crop_size, crop_size, 3) float32 0..255 of one picture; black outside of it."""
    crops = np.zeros((len(to_crop), crop_size, crop_size, 3), np.float32)
    for crop, affine in zip(crops, to_crop, strict=True):
        part, moved = _near(image, affine, crop_size)
        crop[:] = warp(part, moved, crop_size)
    return crops


def _near(image: np.ndarray, affine: np.ndarray, crop_size: int) -> tuple[np.ndarray, np.ndarray]:
    """The part of a picture that a crop shows, and its map to the crop.

    Shrinking a whole photograph for one hand would take longer than the network.
    """
    to_image, size = invert(affine), image.shape[1::-1]
    corners = transform(to_image, crop_size * np.array([[0, 0], [0, 1], [1, 0], [1, 1]]))
    # Interpolation looks up to two crop pixels further.
    margin = 2 * np.abs(to_image[:, :2]).sum(axis=1)
    left, top = np.clip(np.floor(corners.min(axis=0) - margin), 0, size).astype(int)
    right, bottom = np.clip(np.ceil(corners.max(axis=0) + margin), 0, size).astype(int)
    if right <= left or bottom <= top:
        return image, affine
    shift = affine[:, :2] @ np.array([left, top])
    return image[top:bottom, left:right], np.column_stack([affine[:, :2], affine[:, 2] + shift])
