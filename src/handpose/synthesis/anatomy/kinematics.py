"""Forward kinematics: where every bone and keypoint goes for given angles."""

from __future__ import annotations

import numpy as np

from handpose.synthesis.anatomy.angles import LONG_FINGERS, NUMBER
from handpose.synthesis.anatomy.joints import phalanx
from handpose.synthesis.anatomy.skeleton import Skeleton
from handpose.synthesis.compiled import compiled

_THUMB = phalanx(0, 0)


def _hinges() -> list[tuple[int, str, float]]:
    """(bone, angle, share of it) in the order in which they turn.

    The palm keeps still, so the wrist's angles turn the forearm the other way round.
    """
    rows = [
        (1, "wrist_deviation", -1.0),
        (1, "wrist_flexion", -1.0),
        (1, "forearm_twist", -0.5),
        (2, "forearm_twist", -0.5),
        (5, "ring_metacarpal", 1.0),
        (6, "pinky_metacarpal", 1.0),
        (_THUMB, "thumb_twist", 1.0),
        (_THUMB + 1, "thumb_mcp", 1.0),
        (_THUMB + 1, "thumb_abduction", 1.0),
        (_THUMB + 2, "thumb_ip", 1.0),
    ]
    for finger, name in enumerate(LONG_FINGERS, start=1):
        rows.append((phalanx(finger, 0), f"{name}_mcp", 1.0))
        rows.append((phalanx(finger, 0), f"{name}_abduction", 1.0))
        rows.append((phalanx(finger, 1), f"{name}_pip", 1.0))
        rows.append((phalanx(finger, 2), f"{name}_dip", 1.0))
    return rows


_HINGE_BONE = np.array([bone for bone, _, _ in _hinges()])
_HINGE_ANGLE = np.array([NUMBER[name] for _, name, _ in _hinges()])
_HINGE_SHARE = np.array([share for _, _, share in _hinges()])
_RADIAL, _PALMAR = NUMBER["thumb_radial"], NUMBER["thumb_palmar"]
_PARENT = np.array([-1, 0, 1, *(0, 0, 0, 0), *(0, 7, 8), *(3, 10, 11), *(4, 13, 14),
                    *(5, 16, 17), *(6, 19, 20)])  # fmt: skip


@compiled
def forward(angles: np.ndarray, skeleton: Skeleton) -> np.ndarray:
    """How each bone moves points at rest: (22, 3, 4) of angles (27,) in radians."""
    moves = np.zeros((len(_PARENT), 3, 4))
    local = np.zeros((3, 3))
    hinge = 0
    for bone in range(len(_PARENT)):
        _identity(local)
        if bone == _THUMB:
            _swing(local, skeleton.thumb, angles[_RADIAL], angles[_PALMAR])
        while hinge < len(_HINGE_BONE) and _HINGE_BONE[hinge] == bone:
            number = _HINGE_ANGLE[hinge]
            angle = _HINGE_SHARE[hinge] * (angles[number] - skeleton.rest[number])
            _turn(local, skeleton.axes[number], angle)
            hinge += 1
        _place(moves, bone, _PARENT[bone], local, skeleton.heads[bone])
    return moves


@compiled
def keypoints_of(moves: np.ndarray, skeleton: Skeleton) -> np.ndarray:
    """The joints (21, 3) in canonical order; tips at the very ends of the fingers."""
    points = np.zeros((21, 3))
    _move(moves[0], skeleton.heads[0], points[0])
    for finger in range(5):
        for place in range(3):
            bone = _THUMB + 3 * finger + place
            _move(moves[bone], skeleton.heads[bone], points[1 + 4 * finger + place])
        _move(moves[_THUMB + 3 * finger + 2], skeleton.tips[finger], points[4 + 4 * finger])
    return points


@compiled
def _identity(matrix: np.ndarray) -> None:
    for i in range(3):
        for j in range(3):
            matrix[i, j] = 1.0 if i == j else 0.0


@compiled
def _turn(matrix: np.ndarray, axis: np.ndarray, angle: float) -> None:
    """matrix := matrix @ rotation about a unit axis (Rodrigues' formula, row by row)."""
    cos, sin = np.cos(angle), np.sin(angle)
    x, y, z = axis[0], axis[1], axis[2]
    for i in range(3):
        a, b, c = matrix[i, 0], matrix[i, 1], matrix[i, 2]
        along = (1 - cos) * (a * x + b * y + c * z)
        matrix[i, 0] = cos * a + sin * (b * z - c * y) + along * x
        matrix[i, 1] = cos * b + sin * (c * x - a * z) + along * y
        matrix[i, 2] = cos * c + sin * (a * y - b * x) + along * z


@compiled
def _swing(matrix: np.ndarray, thumb: np.ndarray, radial: float, palmar: float) -> None:
    """The smallest rotation that takes the thumb from rest to its two angles."""
    index, out, rest = thumb[0], thumb[1], thumb[2]
    cos = np.cos(palmar)
    x = cos * (np.cos(radial) * index[0] + np.sin(radial) * out[0])
    y = cos * (np.cos(radial) * index[1] + np.sin(radial) * out[1])
    z = -np.sin(palmar)
    # With v = rest x target and c their cosine: I + [v] + [v]^2 / (1 + c).
    vx, vy, vz = rest[1] * z - rest[2] * y, rest[2] * x - rest[0] * z, rest[0] * y - rest[1] * x
    c = rest[0] * x + rest[1] * y + rest[2] * z
    k = 1 / (1 + c)
    matrix[0, 0], matrix[0, 1], matrix[0, 2] = c + k * vx * vx, k * vx * vy - vz, k * vx * vz + vy
    matrix[1, 0], matrix[1, 1], matrix[1, 2] = k * vx * vy + vz, c + k * vy * vy, k * vy * vz - vx
    matrix[2, 0], matrix[2, 1], matrix[2, 2] = k * vx * vz - vy, k * vy * vz + vx, c + k * vz * vz


@compiled
def _place(moves: np.ndarray, bone: int, parent: int, local: np.ndarray, head: np.ndarray) -> None:
    """moves[bone] := moves[parent] after turning by `local` about the bone's head."""
    for i in range(3):
        offset = head[i] - (local[i, 0] * head[0] + local[i, 1] * head[1] + local[i, 2] * head[2])
        moves[bone, i, :3] = local[i]
        moves[bone, i, 3] = offset
    if parent < 0:
        return
    for j in range(4):
        a, b, c = moves[bone, 0, j], moves[bone, 1, j], moves[bone, 2, j]
        for i in range(3):
            up = moves[parent, i]
            moves[bone, i, j] = up[0] * a + up[1] * b + up[2] * c + (up[3] if j == 3 else 0.0)


@compiled
def _move(by: np.ndarray, point: np.ndarray, out: np.ndarray) -> None:
    for i in range(3):
        out[i] = by[i, 0] * point[0] + by[i, 1] * point[1] + by[i, 2] * point[2] + by[i, 3]
