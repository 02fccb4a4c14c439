"""The rig of one person: bones, capsules and skin, and the hand that it makes of given angles."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from handpose.hand import FINGERS, NUM_KEYPOINTS, WRIST
from handpose.synthesis.anatomy.capsules import FIRMNESS, PHALANGES, Capsules, capsules_of
from handpose.synthesis.anatomy.joints import FIRST_PHALANX, KNUCKLE
from handpose.synthesis.anatomy.kinematics import forward, keypoints_of
from handpose.synthesis.anatomy.posed import (
    FOREARM,
    PALM,
    RIGHT_HAND_SHIFT,
    THUMB_TIP,
    HeldObject,
    PosedHand,
    Side,
    SkinMap,
)
from handpose.synthesis.anatomy.refine import refine
from handpose.synthesis.anatomy.shape import Shape
from handpose.synthesis.anatomy.skeleton import Skeleton, skeleton_of
from handpose.synthesis.mesh import vertex_normals
from handpose.synthesis.vectors import unit

MIRROR = np.array([1.0, -1.0, 1.0])  # the left hand is the right one's mirror image
_MCPS = [FINGERS[finger][0] for finger in ("index", "middle", "ring", "pinky")]
_CMC, _MIDDLE_MCP = FINGERS["thumb"][0], FINGERS["middle"][0]
_TIPS = [chain[-1] for chain in FINGERS.values()]
_WRIST_FLESH, _THUMB_BASE_FLESH, _LEAST_MCP_FLESH = 0.018, 0.014, 0.010  # metres


@dataclass(frozen=True)
class Rig:
    """One person's right hand, ready to be posed.

    tissue_radius: (21,) metres of flesh round every keypoint.
    mcp_offset: how far MCP keypoints lie toward the wrist from the mesh's own, rather distal ones,
    in lengths of its first phalanx; at `joints.KNUCKLE` they lie where the fingers turn.
    cmc_offset: how far the thumb's CMC keypoint lies toward the forearm, in distances from the
    wrist to the middle finger's MCP.
    """

    shape: Shape
    skeleton: Skeleton
    capsules: Capsules
    tissue_radius: np.ndarray
    skin: SkinMap
    mcp_offset: float
    cmc_offset: float


def build_rig(
    shape: Shape, skin: SkinMap, mcp_offset: float = KNUCKLE, cmc_offset: float = 0.15
) -> Rig:
    """The rig of a shape."""
    at_rest = refine(shape.asset, shape.vertices)
    skeleton = skeleton_of(shape, at_rest)
    capsules = capsules_of(shape.asset, skeleton, at_rest)
    radius = _tissue_radius(capsules)
    return Rig(shape, skeleton, capsules, radius, skin, mcp_offset, cmc_offset)


def _tissue_radius(capsules: Capsules) -> np.ndarray:
    """At the wrist and a finger's base a usual radius, else the mean of the phalanges there."""
    flesh = np.full(NUM_KEYPOINTS, _WRIST_FLESH)
    for chain, radii in zip(
        FINGERS.values(), (capsules.radii[:PHALANGES] / FIRMNESS).reshape(5, 3), strict=True
    ):
        base = max(_LEAST_MCP_FLESH, radii[0]) if chain[0] in _MCPS else _THUMB_BASE_FLESH
        flesh[list(chain)] = [base, *(radii[:-1] + radii[1:]) / 2, radii[-1]]
    return flesh


def pose_hand(
    rig: Rig,
    angles: np.ndarray,
    side: Side,
    gesture: str = "",
    held: HeldObject | None = None,
) -> PosedHand:
    """The hand of a person for angles (27,) in degrees; `held` lies in the right hand's frame."""
    moves = forward(np.radians(angles), rig.skeleton)
    vertices = refine(rig.shape.asset, skinned(rig.shape, moves))
    asset = rig.shape.asset
    right = PosedHand(
        vertices=vertices,
        normals=vertex_normals(vertices, asset.triangles),
        triangles=asset.triangles,
        part=_RHD_PART[asset.bone[asset.triangles[:, 0]]],
        keypoints=_marked(keypoints_of(moves, rig.skeleton), rig),
        tissue_radius=rig.tissue_radius,
        skin=rig.skin,
        side="right",
        angles=angles,
        gesture=gesture,
        held=held,
    )
    return right if side == "right" else mirrored(right)


def skinned(shape: Shape, moves: np.ndarray) -> np.ndarray:
    """Coarse skin (n, 3) moved by the bones (22, 3, 4), linear blend skinning."""
    blend = (shape.asset.weights @ moves.reshape(len(moves), 12)).reshape(-1, 3, 4)
    return np.einsum("vij,vj->vi", blend[..., :3], shape.vertices) + blend[..., 3]


def _marked(joints: np.ndarray, rig: Rig) -> np.ndarray:
    """Keypoints (21, 3) where people mark them: knuckles at their centres, CMC by the wrist."""
    points = joints.copy()
    for mcp in _MCPS:
        phalanx = np.linalg.norm(joints[mcp + 1] - joints[mcp]) / (1 + KNUCKLE)
        back = (rig.mcp_offset - KNUCKLE) * phalanx
        points[mcp] += back * unit(joints[WRIST] - joints[mcp])
    points[_CMC] += rig.cmc_offset * (joints[WRIST] - joints[_MIDDLE_MCP])
    return points


def mirrored(hand: PosedHand) -> PosedHand:
    """The same pose of the other hand: reflected, so that triangles turn the other way round."""
    shift = RIGHT_HAND_SHIFT if hand.side == "left" else -RIGHT_HAND_SHIFT
    part = np.where(hand.part == FOREARM, hand.part, hand.part.astype(int) + shift)
    mirror = MIRROR.astype(np.float32)
    return replace(
        hand,
        vertices=hand.vertices * mirror,
        normals=hand.normals * mirror,
        triangles=np.ascontiguousarray(hand.triangles[:, [0, 2, 1]]),
        part=part.astype(np.uint8),
        keypoints=hand.keypoints * MIRROR,
        side="left" if hand.side == "right" else "right",
        held=None if hand.held is None else _mirrored_object(hand.held),
    )


def _mirrored_object(held: HeldObject) -> HeldObject:
    """Reflected in the hand's frame and in its own y, in which every object is symmetric."""
    rotation = MIRROR[:, None] * held.rotation * MIRROR
    return replace(held, rotation=rotation, centre=held.centre * MIRROR)


def _rhd_parts() -> np.ndarray:
    """RHD's number (22,) of each bone of a right hand: in a finger from the tip to the palm."""
    parts = np.full(22, PALM + RIGHT_HAND_SHIFT)
    parts[1:3] = FOREARM
    for finger in range(5):
        first = THUMB_TIP + RIGHT_HAND_SHIFT + 3 * finger
        parts[FIRST_PHALANX + 3 * finger :][:3] = [first + 2, first + 1, first]
    return parts.astype(np.uint8)


_RHD_PART = _rhd_parts()
