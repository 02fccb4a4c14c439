"""STB_320: STB cut to 320x320 round the middle finger's MCP, made while reading."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from handpose.config import Config
from handpose.datasets.base import in_frame
from handpose.datasets.stb import Stb, open_stb
from handpose.errors import BadSampleError
from handpose.geometry import image_to_crop, transform, warp
from handpose.hand import MIDDLE_MCP
from handpose.pictures import decode, encode_png
from handpose.sample import Sample

SIDE = 320
MARGIN = 1.1  # how much farther than the farthest keypoint a smaller cut reaches
SMALLEST = 32  # side in px of the cut when the hand is hardly in the picture


@dataclass(frozen=True)
class Stb320:
    """The pictures of STB at the size of RHD's, so that both can be mixed."""

    stb: Stb
    name: str = "STB_320"

    def keys(self, state: str) -> list[str]:
        """Those of STB."""
        return self.stb.keys(state)

    def sample(self, state: str, key: str) -> Sample:
        """The cut picture as PNG with its keypoints moved along."""
        whole = self.stb.sample(state, key)
        if fault := whole.fault():
            raise BadSampleError(whole.name, fault)
        image = decode(whole.image, whole.name)
        square = cut_square(whole.keypoints, image.shape[:2])
        affine = image_to_crop(square, SIDE)
        keypoints = transform(affine, whole.keypoints).astype(np.float32)
        return replace(
            whole,
            image=encode_png(warp(image, affine, SIDE)),
            keypoints=keypoints,
            visible=whole.visible & in_frame(keypoints, (SIDE, SIDE)),
        )


def cut_square(keypoints: np.ndarray, image_size: tuple[int, int]) -> np.ndarray:
    """Square (3,) centre x, centre y, side, whole pixels of the picture.

    keypoints: (21, 2) uv; image_size: (height, width).
    320 px centred on the middle MCP; a hand that needs more gets more. Near the border the square
    is smaller, so that it stays inside the picture (and is magnified later), yet never too small
    for the keypoints in the picture: it is then moved inwards, off the MCP.
    """
    size = np.array(image_size[::-1])
    inside = np.clip(keypoints, 0, size)
    centre = inside[MIDDLE_MCP]
    reach = max(MARGIN * np.abs(inside - centre).max(), SMALLEST / 2)
    to_border = np.minimum(centre, size - centre).min()
    half = min(max(min(SIDE / 2, to_border), reach), size.min() / 2)
    side = 2 * int(half)
    corner = np.clip(np.round(centre - side / 2), 0, size - side)
    return np.array([*(corner + side / 2), side], np.float32)


def open_stb_320(config: Config) -> Stb320:
    """STB_320 from STB in its usual place or in `config.dataset_path`."""
    return Stb320(replace(open_stb(config), name="STB_320"))
