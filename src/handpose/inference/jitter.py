"""Jitter: how much the keypoints of a still hand move from frame to frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from handpose.hand import NUM_KEYPOINTS
from handpose.inference.crops import ArgumentError, long_sides


@dataclass(frozen=True)
class Jitter:
    """Mean distance between the places of a keypoint in two frames that follow each other.

    pixels: image pixels; shares: of the hand's long side, the mean over all frames.
    """

    pixels: float
    shares: float


def jitter(keypoints: Any) -> Jitter:
    """The jitter of one hand (frames, 21, 2) uv, image pixels, that is held still.

    Raises ArgumentError for fewer than two frames, numbers that are not finite and a hand
    without extent.
    """
    places = _checked(keypoints)
    moved = float(np.linalg.norm(np.diff(places, axis=0), axis=-1).mean())
    return Jitter(moved, moved / float(long_sides(places).mean()))


def _checked(keypoints: Any) -> np.ndarray:
    places = np.asarray(keypoints, np.float64)
    if places.shape[1:] != (NUM_KEYPOINTS, 2) or len(places) < 2:
        raise ArgumentError(
            f"keypoints have the shape {places.shape}, (frames, {NUM_KEYPOINTS}, 2) expected, "
            "two frames at least"
        )
    if not np.isfinite(places).all():
        raise ArgumentError("keypoints are not all finite; leave out frames without the hand")
    if not long_sides(places).any():
        raise ArgumentError("all keypoints lie in one place, which is no hand")
    return places
