"""What a hand wears, as meshes in the hand's own frame: sleeve, glove, ring, bracelet, watch.

Each keeps the mask's number of what it covers, as in RHD.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from handpose.hand import FINGERS
from handpose.synthesis.anatomy.posed import FOREARM, RIGHT_HAND_SHIFT, THUMB_TIP, PosedHand
from handpose.synthesis.mesh import Mesh, make_mesh
from handpose.synthesis.stage.band import band_round
from handpose.synthesis.stage.bodies import cylinder
from handpose.synthesis.vectors import across, unit

_CHAINS = tuple(FINGERS.values())
_GLOVE_EDGE = 0.86  # position on the forearm
_WATCH_PLACE = 0.88
_RIDGE = 0.001  # metres below a strap's highest point on which the case lies


def bare(hand: PosedHand, skin: int) -> Mesh:
    """The hand and its forearm; skin: the number of a skin material."""
    return make_mesh(
        hand.vertices,
        hand.triangles,
        skin,
        hand.part,
        normals=hand.normals,
        rest=hand.skin.rest,
        skin=hand.skin.columns,
    )


def sleeve(hand: PosedHand, material: int, rng: np.random.Generator) -> Mesh:
    """Cloth round the arm up to a cut between the middle of the forearm and the wrist."""
    place = hand.skin.forearm
    cut, thickness = rng.uniform(0.3, 1.0), rng.uniform(0.003, 0.011)
    x, y, z = (hand.skin.rest * rng.uniform(25, 60) + rng.uniform(0, 6, 3)).T
    wrinkles = np.sin(3 * x + 2 * np.sin(4 * y)) * np.cos(3 * z)
    cuff = np.exp(-(((place - cut) / 0.03) ** 2))
    lift = thickness * (1 + 0.35 * wrinkles + 0.4 * cuff)
    covered = (place[hand.triangles] < cut).any(axis=1)
    mesh = _lifted(_trimmed(hand, cut, place > cut), lift, covered, material)
    return mesh._replace(label=np.full_like(mesh.label, FOREARM))


def glove(hand: PosedHand, material: int, rng: np.random.Generator) -> Mesh:
    """Cloth, leather or rubber over the hand, to a little above the wrist."""
    place = hand.skin.forearm
    covered = (place[hand.triangles] > _GLOVE_EDGE).any(axis=1)
    lift = np.full(len(hand.vertices), rng.uniform(0.0006, 0.0018))
    lift += 0.002 * np.exp(-(((place - _GLOVE_EDGE) / 0.02) ** 2))
    return _lifted(_trimmed(hand, _GLOVE_EDGE, place < _GLOVE_EDGE), lift, covered, material)


def _trimmed(hand: PosedHand, edge: float, beyond: np.ndarray) -> PosedHand:
    """The hand with the vertices `beyond` (n,) slid along the arm to a straight edge."""
    past = np.where(beyond, hand.skin.forearm - edge, 0)
    return replace(hand, vertices=hand.vertices - past[:, None] * _forearm(hand))


def _forearm(hand: PosedHand) -> np.ndarray:
    """From the elbow to the wrist (3,)."""
    near, far = (
        hand.vertices[np.abs(hand.skin.forearm - place) < 0.05].mean(axis=0) for place in (0.3, 0.9)
    )
    return (far - near) / 0.6


def _lifted(hand: PosedHand, lift: np.ndarray, covered: np.ndarray, material: int) -> Mesh:
    """A layer over the covered triangles (m,), `lift` (n,) metres off the skin."""
    return make_mesh(
        hand.vertices + hand.normals * lift[:, None],
        hand.triangles[covered],
        material,
        hand.part[covered],
        rest=hand.skin.rest,
    )


def ring(hand: PosedHand, finger: int, material: int, rng: np.random.Generator) -> Mesh:
    """A ring on the first phalanx of a long finger: 1 index to 4 pinky."""
    mcp, pip = hand.keypoints[list(_CHAINS[finger][:2])]
    label = THUMB_TIP + 3 * finger + 2 + (RIGHT_HAND_SHIFT if hand.side == "right" else 0)
    phalanx = hand.vertices[np.unique(hand.triangles[hand.part == label])]
    centre = pip + rng.uniform(0.45, 0.6) * (mcp - pip)
    width, thickness = rng.uniform(0.002, 0.006), rng.uniform(0.0008, 0.002)
    vertices, triangles = band_round(phalanx, centre, pip - mcp, width, thickness)
    return make_mesh(vertices, triangles, material, label)


def bracelet(hand: PosedHand, material: int, rng: np.random.Generator) -> Mesh:
    """A band round the wrist."""
    width, thickness = rng.uniform(0.003, 0.02), rng.uniform(0.0015, 0.004)
    return _wristband(hand, rng.uniform(0.84, 0.93), width, thickness, material)


def watch(
    hand: PosedHand, strap: int, case: int, face: int, rng: np.random.Generator
) -> list[Mesh]:
    """A strap, a case on the back of the wrist and its face; three materials."""
    band = _wristband(hand, _WATCH_PLACE, rng.uniform(0.014, 0.022), 0.003, strap)
    centre, axis = _wrist_at(hand, _WATCH_PLACE)
    outward = across(np.array([0.0, 0.0, 1.0]), axis)
    above = (band.vertices - centre) @ outward
    # An arm is oval, and turned against the hand: its highest line need not be above its middle.
    ridge = band.vertices[above > above.max() - _RIDGE].mean(axis=0)
    radius, height = rng.uniform(0.015, 0.022), rng.uniform(0.006, 0.011)
    place = ridge + outward * (0.35 * height)
    body = _disc(place, outward, radius, height, case)
    return [band, body, _disc(place + outward * height / 2, outward, 0.9 * radius, 0.0006, face)]


def _wristband(
    hand: PosedHand, place: float, width: float, thickness: float, material: int
) -> Mesh:
    centre, axis = _wrist_at(hand, place)
    arm = hand.vertices[np.abs(hand.skin.forearm - place) < 0.15]
    vertices, triangles = band_round(arm, centre, axis, width, thickness)
    return make_mesh(vertices, triangles, material, FOREARM)


def _wrist_at(hand: PosedHand, place: float) -> tuple[np.ndarray, np.ndarray]:
    """The forearm's middle (3,) at a position along it, and its direction to the hand (3,)."""
    middles = [
        hand.vertices[np.abs(hand.skin.forearm - at) < 0.04].mean(axis=0)
        for at in (place - 0.1, place, min(place + 0.1, 0.98))
    ]
    return middles[1], unit(middles[2] - middles[0])


def _disc(
    centre: np.ndarray, axis: np.ndarray, radius: float, height: float, material: int
) -> Mesh:
    vertices, triangles = cylinder(height, radius)
    side = unit(np.cross(axis, np.eye(3)[np.abs(axis).argmin()]))
    frame = np.stack([axis, side, np.cross(axis, side)])
    return make_mesh(vertices @ frame + centre, triangles, material, FOREARM)
