"""Boxes, crops and the affine maps between image and crop: the one implementation for all.

Pixels: x right, y down, the centre of the first pixel at (0.5, 0.5). A box is (x, y, w, h).
"""

from __future__ import annotations

import numpy as np

# The crop of hand3d (Zimmermann & Brox 2017) is 256 px, never shrunk, magnified up to tenfold.
HAND3D_CROP = 256.0
HAND3D_SIDE = (50.0, 500.0)
HAND3D_SIDE_UNSEEN = 200.0
HAND3D_MAGNIFICATION = (1.0, 10.0)


def keypoint_box(keypoints: np.ndarray, chosen: np.ndarray) -> np.ndarray:
    """Box (4,) x, y, w, h round the chosen keypoints of (21, 2) uv; NaN when none is chosen."""
    if not chosen.any():
        return np.full(4, np.nan, np.float32)
    low, high = keypoints[chosen].min(0), keypoints[chosen].max(0)
    return np.concatenate([low, high - low]).astype(np.float32)


def square_round(box: np.ndarray, scale: float) -> np.ndarray:
    """Square (3,) centre x, centre y, side: `scale` times the box's long side, same centre."""
    x, y, w, h = box
    return np.array([x + w / 2, y + h / 2, max(w, h) * scale], np.float32)


def hand3d_square(
    centre: np.ndarray,
    keypoints: np.ndarray,
    visible: np.ndarray,
    image_size: tuple[int, int],
    scale: float,
) -> np.ndarray:
    """Square (3,) centre x, centre y, side of the `hand3d` crop, image pixels.

    centre: (2,) uv of the middle finger's MCP; keypoints: (21, 2) uv; visible: (21,) bool;
    image_size: (height, width); scale: the `box_scale`.
    The half side reaches the farthest visible keypoint, clipped to the image, along an axis.
    """
    height, width = image_size
    inside = np.clip(keypoints[visible], 0, [width, height])
    side = 2 * np.abs(inside - centre).max() if len(inside) else HAND3D_SIDE_UNSEEN
    side = np.clip(side * scale, *HAND3D_SIDE)
    side = HAND3D_CROP / np.clip(HAND3D_CROP / side, *HAND3D_MAGNIFICATION)
    return np.array([*centre, side], np.float32)


def image_to_crop(square: np.ndarray, crop_size: int, turn: float = 0.0) -> np.ndarray:
    """Affine map (2, 3) float64 from image uv to crop uv.

    square: (3,) centre x, centre y, side in image pixels; turn: degrees by which the picture
    is turned clockwise (as seen, y down) about the square's centre.
    """
    cx, cy, side = (float(value) for value in square)
    scale, angle = crop_size / side, np.deg2rad(turn)
    cos, sin = scale * np.cos(angle), scale * np.sin(angle)
    half = crop_size / 2
    return np.array(
        [[cos, -sin, half - cos * cx + sin * cy], [sin, cos, half - sin * cx - cos * cy]]
    )


def letterbox(image_size: tuple[int, int]) -> np.ndarray:
    """The smallest square (3,) that holds the whole picture of (height, width), same centre."""
    height, width = image_size
    return square_round(np.array([0, 0, width, height], np.float32), 1.0)


def invert(affine: np.ndarray) -> np.ndarray:
    """The inverse (..., 2, 3) of affine maps (..., 2, 3)."""
    linear = np.linalg.inv(affine[..., :2])
    return np.concatenate([linear, -linear @ affine[..., 2:]], axis=-1)


def transform(affine: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Points (..., n, 2) moved by affine maps (..., 2, 3)."""
    return points @ np.swapaxes(affine[..., :2], -1, -2) + affine[..., None, :, 2]


def warp(image: np.ndarray, affine: np.ndarray, crop_size: int) -> np.ndarray:
    """The crop (crop_size, crop_size, c) of an image (h, w, c) under an image-to-crop map.

    Outside the image the crop is black. Shrinking more than twofold is done on a picture
    averaged beforehand, so that no detail aliases.
    """
    import cv2

    shrink = int(1 / max(np.sqrt(abs(np.linalg.det(affine[:, :2]))), 1e-6))
    if shrink >= 2:
        image, affine = _shrunk(image, affine, shrink)
    # OpenCV puts pixel centres at whole numbers, half a pixel off ours.
    shifted = affine.copy()
    shifted[:, 2] += 0.5 * affine[:, :2].sum(axis=1) - 0.5
    return cv2.warpAffine(image, shifted, (crop_size, crop_size), flags=cv2.INTER_LINEAR)


def _shrunk(image: np.ndarray, affine: np.ndarray, by: int) -> tuple[np.ndarray, np.ndarray]:
    import cv2

    height, width = (max(1, round(length / by)) for length in image.shape[:2])
    small = cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA)
    zoom = np.array([image.shape[1] / width, image.shape[0] / height])
    return small, np.concatenate([affine[:, :2] * zoom, affine[:, 2:]], axis=1)
