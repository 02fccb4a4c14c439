"""Which keypoints can be seen: those with nothing but their own flesh before them."""

from __future__ import annotations

import numpy as np

from handpose.hand import FINGERS, WRIST
from handpose.synthesis.anatomy.posed import FOREARM, PosedHand
from handpose.synthesis.render.raster import Buffers
from handpose.synthesis.render.shading import SAMPLES
from handpose.synthesis.stage.camera import Camera

# A keypoint lies inside: as deep as its flesh is thick, seen at a slant, and a little more.
_SLANT, _MORE = 1.35, 0.002
_PARTS = {"left": (2, 17), "right": (18, 33)}
_TIPS = [chain[-1] for chain in FINGERS.values()]


def visible_keypoints(
    hand: PosedHand, points: np.ndarray, camera: Camera, buffers: Buffers, label: np.ndarray
) -> np.ndarray:
    """Flags (21,) of a hand's keypoints.

    points: (21, 3) metres in the camera's frame; buffers: of the whole scene, 2x2 samples a
    pixel; label: (m,) the mask's number of every triangle.
    """
    tolerance = _SLANT * hand.tissue_radius + _MORE
    uv = camera.project(points) * SAMPLES
    column, row = np.floor(uv).astype(int).T
    height, width = buffers.depth.shape
    inside = (column >= 0) & (column < width) & (row >= 0) & (row < height) & (points[:, 2] > 0)
    column, row = np.where(inside, column, 0), np.where(inside, row, 0)
    triangle, surface = buffers.triangle[row, column], buffers.depth[row, column]
    seen = np.where(triangle >= 0, label[triangle], 0)
    near = points[:, 2] - surface <= tolerance
    visible = _is_own(seen, hand.side) & near
    # A tip on the very edge of the finger may just miss it.
    tips = np.isin(np.arange(len(points)), _TIPS)
    return inside & (visible | (tips & (triangle < 0)))


def _is_own(seen: np.ndarray, side: str) -> np.ndarray:
    low, high = _PARTS[side]
    own = (seen >= low) & (seen <= high)
    own[WRIST] |= seen[WRIST] == FOREARM
    return own
