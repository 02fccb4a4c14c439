"""Pictures with a dot of its own grey at each keypoint, to find labels again in the pixels."""

import cv2
import numpy as np

_DARKEST, _STEP = 40, 10


def dotted(uv: np.ndarray, size: tuple[int, int], radius: int = 2) -> np.ndarray:
    """A black RGB picture of (height, width) with a dot at each uv (n, 2)."""
    image = np.zeros((*size, 3), np.uint8)
    for place, (u, v) in enumerate(uv):
        level = _DARKEST + _STEP * place
        cv2.circle(image, (int(u), int(v)), radius, (level, level, level), -1)
    return image


def dots_at(image: np.ndarray, uv: np.ndarray) -> list[int]:
    """Which dot lies at each uv; black and whatever is outside count as -1."""
    height, width = image.shape[:2]
    levels = [
        float(image[int(v), int(u), 0]) if 0 <= u < width and 0 <= v < height else 0.0
        for u, v in uv
    ]
    return [round((level - _DARKEST) / _STEP) if level > _DARKEST / 2 else -1 for level in levels]
