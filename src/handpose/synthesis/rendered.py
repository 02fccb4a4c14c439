"""Rendered: one synthetic picture with everything that is known about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

# The published depth: 16 bits over red (high) and green (low), 5 m at full scale.
FARTHEST = 5.0


@dataclass(frozen=True)
class Rendered:
    """One picture and its ground truth, in the terms of RHD.

    image: (side, side, 3) uint8 RGB.
    mask: (side, side) uint8: 0 background, 1 person, 2-17 left hand parts, 18-33 right ones.
    depth: (side, side) float32 metres along the camera's axis; the background is at 5 m.
    uv_vis: (42, 3) uv, pixels (centres at +0.5), and 1 where visible. Rows 0-20 are the left
    hand, 21-41 the right one, in RHD's order; an absent hand is zero.
    xyz: (42, 3) metres in the camera's frame; camera: (3, 3) intrinsic matrix, pixels.
    attributes: what was drawn: gesture, skin tone, view, light, occlusion and so on.
    """

    image: np.ndarray
    mask: np.ndarray
    depth: np.ndarray
    uv_vis: np.ndarray
    xyz: np.ndarray
    camera: np.ndarray
    attributes: Mapping[str, str | float] = field(default_factory=dict)
