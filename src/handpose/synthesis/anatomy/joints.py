"""Where a hand's joints lie in its flesh.

The mesh's own rig bends long fingers right under the skin of their backs and near the web. A
real joint lies a little nearer to the back than the middle of the flesh, and a knuckle behind the
web: only about such points can fingers fold into the palm, and there people mark keypoints.
"""

from __future__ import annotations

import numpy as np

from handpose.synthesis.anatomy.asset import HandAsset
from handpose.synthesis.anatomy.shape import Shape
from handpose.synthesis.mesh import vertex_normals
from handpose.synthesis.vectors import across, unit

FIRST_METACARPAL, FIRST_PHALANX = 3, 7  # rows of `HandAsset.bones`
_TIP_INSET = 0.0025  # metres: people mark a tip on the pad, not at the very end of the finger
_PAD = 0.006  # metres of a finger's end whose middle is meant
_DEPTH = 0.45  # of the flesh's thickness, from the back
_SLICE = 0.15  # of a bone's length, on either side of a joint, whose thickness counts
_BEYOND_WEB = 0.6  # of the first phalanx's length
KNUCKLE = 0.25  # of the first phalanx of the mesh: how far an MCP lies behind the mesh's own
# Joints that sink, finger and place: those of the long fingers and the thumb's last.
_SUNK = ((0, 2), *((finger, place) for finger in range(1, 5) for place in range(3)))


def phalanx(finger: int, place: int) -> int:
    """The row of a bone: finger 0 thumb to 4 pinky, place 0 to 2 from the palm."""
    return FIRST_PHALANX + 3 * finger + place


def joints_of(shape: Shape, skin: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where each of the 22 bones turns (22, 3) and the tips (5, 3), metres, of skin at rest."""
    heads, ends = _mesh_heads(shape), _mesh_tips(shape)
    nails = nail_normals(shape.asset, skin)
    joints = heads.copy()
    for finger, place in _SUNK:
        bone = phalanx(finger, place)
        end = ends[finger] if place == 2 else heads[bone + 1]
        flesh = skin[_finger(shape.asset, finger)].astype(float)
        joints[bone] = _sunk(heads[bone], end, nails[finger], flesh, at_base=place == 0)
    _set_back_knuckles(joints, heads)
    return joints, _marked_tips(joints, ends, shape.asset, skin)


def _mesh_heads(shape: Shape) -> np.ndarray:
    """Where each of the 22 bones starts, seen from the wrist (22, 3)."""
    wrist, elbow = shape.marker("hand"), shape.marker("elbow")
    carpal = {1: "hand-3", 2: "hand-3", 3: "hand-2", 4: "hand-2"}
    metacarpals = [shape.marker(carpal[number]) for number in (1, 2, 3, 4)]
    phalanges = [shape.marker(f"finger-{f}-{k}") for f in range(1, 6) for k in (1, 2, 3)]
    return np.stack([wrist, wrist, (wrist + elbow) / 2, *metacarpals, *phalanges])


def _mesh_tips(shape: Shape) -> np.ndarray:
    return np.stack([shape.marker(f"finger-{finger}-4") for finger in range(1, 6)])


def nail_normals(asset: HandAsset, skin: np.ndarray) -> np.ndarray:
    """The direction (5, 3) out of each finger's nail, of fine skin (fine, 3)."""
    normals = vertex_normals(skin, asset.triangles).astype(float)
    ends = [asset.members[phalanx(finger, 2)] for finger in range(5)]
    return np.stack([unit(normals[end[asset.nail[end] > 0.5]].mean(axis=0)) for end in ends])


def _finger(asset: HandAsset, finger: int) -> np.ndarray:
    """The fine vertices of a finger's three phalanges."""
    return np.concatenate([asset.members[phalanx(finger, place)] for place in range(3)])


def _sunk(
    joint: np.ndarray, end: np.ndarray, nail: np.ndarray, flesh: np.ndarray, *, at_base: bool
) -> np.ndarray:
    """A joint (3,) sunk from the back into its finger's flesh (n, 3).

    at_base: a knuckle lies in the palm, which is thicker than the finger whose joint it is, so
    that the finger is measured beyond its web.
    """
    length = float(np.linalg.norm(end - joint))
    along = unit(end - joint)
    back = across(nail, along)
    away = flesh - joint
    place = _BEYOND_WEB * length if at_base else 0.0
    height = (away @ back)[np.abs(away @ along - place) < _SLICE * length]
    return joint + back * (height.max() - _DEPTH * np.ptp(height))


def _set_back_knuckles(joints: np.ndarray, heads: np.ndarray) -> None:
    """Move the long fingers' knuckles toward the wrist; metacarpals sink as deep as they did."""
    for finger in range(1, 5):
        knuckle, metacarpal = phalanx(finger, 0), FIRST_METACARPAL + finger - 1
        joints[metacarpal] += joints[knuckle] - heads[knuckle]
        length = np.linalg.norm(heads[knuckle + 1] - heads[knuckle])
        joints[knuckle] += KNUCKLE * length * unit(heads[metacarpal] - heads[knuckle])


def _marked_tips(
    heads: np.ndarray, ends: np.ndarray, asset: HandAsset, skin: np.ndarray
) -> np.ndarray:
    """Tips (5, 3) in the middle of the flesh, a little before each finger's end."""
    tips = []
    for finger in range(5):
        bone = phalanx(finger, 2)
        joint, own = heads[bone], skin[asset.members[bone]].astype(float)
        along = unit(ends[finger] - joint)
        reach = (own - joint) @ along
        middle = own[reach > reach.max() - _PAD].mean(axis=0)
        tips.append(middle + along * (reach.max() - _TIP_INSET - (middle - joint) @ along))
    return np.stack(tips)
