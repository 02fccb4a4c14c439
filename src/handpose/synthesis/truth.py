"""The labels of a rendered picture, in the rows of RHD."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from handpose.hand import NUM_KEYPOINTS, from_canonical
from handpose.synthesis.camera import Camera
from handpose.synthesis.placement import Placement
from handpose.synthesis.posed import PosedHand
from handpose.synthesis.raster import Buffers
from handpose.synthesis.rhd_files import FARTHEST
from handpose.synthesis.shading import SAMPLES
from handpose.synthesis.visibility import visible_keypoints


@dataclass(frozen=True)
class PlacedHand:
    """A hand and where it is."""

    hand: PosedHand
    placement: Placement

    @property
    def points(self) -> np.ndarray:
        """Keypoints (21, 3), metres in the camera's frame."""
        return self.placement.points(self.hand.keypoints)


def label_rows(
    hands: Sequence[PlacedHand], camera: Camera, buffers: Buffers, label: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """RHD's uv_vis and xyz, (42, 3) each; rows of an absent hand are zero."""
    uv_vis, xyz = np.zeros((2, 2 * NUM_KEYPOINTS, 3))
    for placed in hands:
        points = placed.points
        visible = visible_keypoints(placed.hand, points, camera, buffers, label)
        rows = slice(0, NUM_KEYPOINTS) if placed.hand.side == "left" else slice(NUM_KEYPOINTS, None)
        uv = np.concatenate([camera.project(points), visible[:, None]], axis=1)
        uv_vis[rows], xyz[rows] = from_canonical(uv, "rhd"), from_canonical(points, "rhd")
    return uv_vis, xyz


def mask_and_depth(buffers: Buffers, label: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The mask (h, w) uint8 and the depth (h, w) float32 metres of the nearest sample of each
    pixel: a finger that covers a pixel only partly is in the mask."""
    depths, triangles = _samples(buffers.depth), _samples(buffers.triangle)
    nearest = depths.argmin(axis=-1)[..., None]
    depth = np.take_along_axis(depths, nearest, -1)[..., 0]
    triangle = np.take_along_axis(triangles, nearest, -1)[..., 0]
    mask = np.where(triangle >= 0, label[triangle], 0).astype(np.uint8)
    return mask, np.minimum(depth, FARTHEST).astype(np.float32)


def _samples(buffer: np.ndarray) -> np.ndarray:
    """The four samples (h, w, 4) of every pixel of a buffer (2h, 2w)."""
    height, width = (length // SAMPLES for length in buffer.shape)
    split = buffer.reshape(height, SAMPLES, width, SAMPLES)
    return split.transpose(0, 2, 1, 3).reshape(height, width, -1)
