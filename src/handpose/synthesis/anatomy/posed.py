"""PosedHand: a hand with its forearm, ready to be placed before a camera."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

Side = Literal["left", "right"]

# Numbers of the mask as RHD counts them; those of the right hand (2 and more) are 16 higher.
FOREARM, THUMB_TIP, PALM = 1, 2, 17
RIGHT_HAND_SHIFT = 16


@dataclass(frozen=True)
class SkinMap:
    """What the skin is like at every vertex; the same for all shapes, poses and both sides.

    columns: (n, 8) float32, the columns of `mesh.Mesh.skin`: position along the finger (0 MCP,
    1 PIP, 2 DIP, 3 tip), palm side (1 palm, -1 back), distance from the wrist in palm lengths,
    sideways from the palm's middle in palm widths (thumb +), finger 0-5 (0 none), nail, redness
    and hair.
    rest: (n, 3) float32 metres in the hand's frame, where patterns are anchored.
    forearm: (n,) float32, position along the forearm: 0 elbow, 1 wrist, below 0 the upper arm.
    """

    columns: np.ndarray
    rest: np.ndarray
    forearm: np.ndarray


@dataclass(frozen=True)
class HeldObject:
    """A thing in the hand, in the frame of the hand that holds it.

    kind: a name of `grasps.KINDS`; size: (3,) full lengths along its own axes, metres
    (a cylinder or pen lies along x). rotation: (3, 3), columns are its axes; centre: (3,) metres.
    """

    kind: str
    size: np.ndarray
    rotation: np.ndarray
    centre: np.ndarray


@dataclass(frozen=True)
class PosedHand:
    """One hand in its own right-handed frame: origin wrist, x to the fingers, z out of the back.

    So y points to the thumb of a right hand and away from the thumb of a left one.
    vertices, normals: (n, 3) float32 metres, unit vectors.
    triangles: (m, 3) int32, anticlockwise seen from outside, for both sides.
    part: (m,) uint8, RHD's number of every triangle: 1 forearm, 2-17 left, 18-33 right hand.
    keypoints: (21, 3) metres in canonical order, where a person would mark them.
    tissue_radius: (21,) metres of flesh round every keypoint.
    angles: (27,) degrees in the order of `angles.FREEDOMS`.
    """

    vertices: np.ndarray
    normals: np.ndarray
    triangles: np.ndarray
    part: np.ndarray
    keypoints: np.ndarray
    tissue_radius: np.ndarray
    skin: SkinMap
    side: Side
    angles: np.ndarray
    gesture: str = ""
    held: HeldObject | None = None
