"""The labels of a rendered picture, in the rows of RHD."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from handpose.hand import NUM_KEYPOINTS, from_canonical
from handpose.synthesis.anatomy.posed import PosedHand
from handpose.synthesis.compiled import compiled
from handpose.synthesis.render.raster import Buffers
from handpose.synthesis.render.shading import SAMPLES
from handpose.synthesis.rendered import FARTHEST
from handpose.synthesis.stage.camera import Camera
from handpose.synthesis.stage.placement import Placement
from handpose.synthesis.stage.visibility import visible_keypoints


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
    height, width = (length // SAMPLES for length in buffers.depth.shape)
    mask, depth = np.zeros((height, width), np.uint8), np.empty((height, width), np.float32)
    _nearest(buffers.depth, buffers.triangle, label, mask, depth)
    return mask, np.minimum(depth, np.float32(FARTHEST), out=depth)


@compiled
def _nearest(
    depths: np.ndarray,
    triangles: np.ndarray,
    label: np.ndarray,
    mask: np.ndarray,
    depth: np.ndarray,
) -> None:
    """Fill the mask and the depth (h, w) from samples (2h, 2w)."""
    height, width = mask.shape
    for row in range(height):
        for column in range(width):
            top, left = row * SAMPLES, column * SAMPLES
            best, nearest = depths[top, left], triangles[top, left]
            for sample in range(1, SAMPLES * SAMPLES):
                y, x = top + sample // SAMPLES, left + sample % SAMPLES
                if depths[y, x] < best:
                    best, nearest = depths[y, x], triangles[y, x]
            depth[row, column] = best
            if nearest >= 0:
                mask[row, column] = label[nearest]
