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
    """The mask (h, w) uint8 and the depth (h, w) float32 metres at one sample of each pixel."""
    triangle = buffers.triangle[1::SAMPLES, 1::SAMPLES]
    depth = buffers.depth[1::SAMPLES, 1::SAMPLES]
    mask = np.where(triangle >= 0, label[triangle], 0).astype(np.uint8)
    return mask, np.minimum(depth, FARTHEST).astype(np.float32)
