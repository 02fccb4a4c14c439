"""What the skin is like where: fingers, nails, palm and back, redness, hair.

Measured on an average hand at rest, since vertices keep their place on every hand.
"""

from __future__ import annotations

import numpy as np

from handpose.synthesis.anatomy.asset import HandAsset
from handpose.synthesis.anatomy.joints import (
    FIRST_METACARPAL,
    FIRST_PHALANX,
    nail_normals,
    phalanx,
)
from handpose.synthesis.anatomy.posed import SkinMap
from handpose.synthesis.anatomy.refine import refine
from handpose.synthesis.anatomy.shape import Traits, shape_of
from handpose.synthesis.anatomy.skeleton import DORSAL, Skeleton, skeleton_of
from handpose.synthesis.mesh import (
    ALONG_FINGER,
    DISTAL,
    FINGER,
    HAIR,
    LATERAL,
    NAIL,
    PALM_SIDE,
    REDNESS,
    SKIN_COLUMNS,
    vertex_normals,
)


def skin_map(asset: HandAsset) -> SkinMap:
    """The map of the asset's fine vertices."""
    shape = shape_of(asset, Traits())
    skin = refine(asset, shape.vertices)
    skeleton = skeleton_of(shape, skin)
    columns = np.zeros((len(skin), SKIN_COLUMNS))
    columns[:, ALONG_FINGER], columns[:, FINGER] = _fingers(asset, skeleton, skin)
    columns[:, PALM_SIDE] = _palm_side(asset, skin)
    columns[:, DISTAL], columns[:, LATERAL] = _palm_place(skeleton, skin)
    columns[:, NAIL] = asset.nail
    columns[:, REDNESS] = _redness(asset, skeleton, skin, columns)
    columns[:, HAIR] = _hair(asset, columns)
    return SkinMap(columns.astype(np.float32), skin, _along_forearm(shape.marker("elbow"), skin))


def _fingers(
    asset: HandAsset, skeleton: Skeleton, skin: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Position along the finger, 0 MCP to 3 tip, and the finger's number, 1 thumb to 5 pinky."""
    along, number = np.zeros(len(skin)), np.zeros(len(skin))
    for finger in range(5):
        points = [*skeleton.heads[phalanx(finger, 0) :][:3], skeleton.tips[finger]]
        for place in range(3):
            own = asset.members[phalanx(finger, place)]
            bone = points[place + 1] - points[place]
            along[own] = place + (skin[own] - points[place]) @ bone / (bone @ bone)
            number[own] = finger + 1
    # The thumb's first bone lies in the palm.
    number[asset.members[phalanx(0, 0)]] = 0
    return along, number


def _palm_side(asset: HandAsset, skin: np.ndarray) -> np.ndarray:
    """1 where the skin looks where the palm looks, -1 on the back; weaker on the round arm."""
    back = np.tile(DORSAL, (len(asset.bones), 1))
    back[FIRST_PHALANX:] = np.repeat(nail_normals(asset, skin), 3, axis=0)
    side = -(vertex_normals(skin, asset.triangles) * back[asset.bone]).sum(axis=1)
    return np.where(_on_arm(asset), 0.6, 1.0) * side


def _on_arm(asset: HandAsset) -> np.ndarray:
    return np.isin(asset.bone, (1, 2))


def _palm_place(skeleton: Skeleton, skin: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Distance from the wrist in palm lengths, sideways in palm widths."""
    index, middle, pinky = (skeleton.heads[phalanx(finger, 0)] for finger in (1, 2, 4))
    middle_of_palm = (index[1] + pinky[1]) / 2
    return skin[:, 0] / middle[0], (skin[:, 1] - middle_of_palm) / np.linalg.norm(index - pinky)


def _redness(
    asset: HandAsset, skeleton: Skeleton, skin: np.ndarray, columns: np.ndarray
) -> np.ndarray:
    """Blood near the surface: fingertips, knuckles and the middle of the palm, 0..1.2."""
    along, palm = columns[:, ALONG_FINGER], np.clip(columns[:, PALM_SIDE], 0, 1)
    back = np.clip(-columns[:, PALM_SIDE], 0, 1)
    finger, hand = asset.bone >= FIRST_PHALANX, ~_on_arm(asset)
    red = finger * 0.9 * np.clip((along - 2.35) / 0.5, 0, 1)
    for joint in (1, 2):
        red += finger * 0.8 * back * _bump(along - joint, 0.18)
    for number in range(1, 5):
        away = np.linalg.norm(skin - skeleton.heads[phalanx(number, 0)], axis=1)
        red += 0.7 * back * _bump(away, 0.016)
    red += hand * 0.45 * palm * _bump(columns[:, DISTAL] - 0.5, 0.5)
    return np.clip(red, 0, 1.2)


def _hair(asset: HandAsset, columns: np.ndarray) -> np.ndarray:
    """Where hair grows, 0..1: the arm's back most, the hand's back and first phalanges less."""
    back = np.clip(-columns[:, PALM_SIDE] * 1.5 + 0.2, 0, 1)
    density = np.zeros(len(asset.bones))
    density[:FIRST_METACARPAL] = (0.5, 1.0, 1.0)
    density[FIRST_METACARPAL:FIRST_PHALANX] = 0.35
    first = [phalanx(finger, 0) for finger in range(1, 5)]
    density[first] = 0.5
    hair = density[asset.bone] * back
    between = np.isin(asset.bone, first)
    hair[between] *= _bump(columns[between, ALONG_FINGER] - 0.5, 0.25)
    return hair


def _along_forearm(elbow: np.ndarray, skin: np.ndarray) -> np.ndarray:
    return (1 - skin @ elbow / (elbow @ elbow)).astype(np.float32)


def _bump(distance: np.ndarray, width: float) -> np.ndarray:
    return np.exp(-((distance / width) ** 2))
