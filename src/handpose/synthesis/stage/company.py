"""The person's other hand: near the first, lying on it, palm to palm; see `clasp` too."""

from __future__ import annotations

import numpy as np

from handpose.synthesis.anatomy.grasps import solid_of
from handpose.synthesis.anatomy.posed import PosedHand
from handpose.synthesis.anatomy.solid import Solid, distance
from handpose.synthesis.compiled import compiled
from handpose.synthesis.rotations import Z, about, anything
from handpose.synthesis.stage.camera import Camera
from handpose.synthesis.stage.placement import Placement
from handpose.synthesis.stage.things import held_mesh
from handpose.synthesis.stage.viewpoint import is_clear, leaves
from handpose.synthesis.vectors import unit

NEAR, ON_HAND, PALMS = "near", "on the hand", "palms together"
TOUCHING_SHARE = 0.35
_TRIES = 12
_APART = (0.07, 0.24)  # metres between the hands' middles
_CLEAR = 0.012  # metres of air between skins
_TOUCH = 0.002
_EVERY = 8  # skin is compared at every eighth vertex
_STEPS = 14


def place_other(
    other: PosedHand,
    hand: PosedHand,
    placement: Placement,
    camera: Camera,
    rng: np.random.Generator,
) -> tuple[str, Placement] | None:
    """How and where the other hand is, in the camera's frame; None when no place was found."""
    how = NEAR
    if rng.random() < TOUCHING_SHARE:
        how = ON_HAND if rng.random() < 0.6 else PALMS
    # Where hands cannot touch, they may be near each other.
    for one in [how] * _TRIES + [NEAR] * _TRIES:
        found = _draw(one, other, hand, placement, rng)
        seen_well = is_clear(other, found) and leaves(other, found, camera)
        if seen_well and _distance(other, found, hand, placement) > _least(one):
            return one, found
    return None


def _draw(
    how: str, other: PosedHand, hand: PosedHand, placement: Placement, rng: np.random.Generator
) -> Placement:
    if how == NEAR:
        return _near(other, hand, placement, rng)
    return _touching(other, hand, placement, how, rng)


def _least(how: str) -> float:
    return _CLEAR if how == NEAR else _TOUCH / 2


def _near(
    other: PosedHand, hand: PosedHand, placement: Placement, rng: np.random.Generator
) -> Placement:
    """Beside the hand, turned about as it is or anyhow."""
    turned = about(rng.normal(size=3), rng.normal(0, 0.6)) @ placement.rotation
    rotation = turned if rng.random() < 0.6 else anything(rng)
    away = unit(rng.normal(size=3) * [1, 1, 0.5]) * rng.uniform(*_APART)
    middle = placement.points(hand.keypoints).mean(axis=0) + away
    return Placement(rotation, middle - (other.keypoints @ rotation.T).mean(axis=0))


def _touching(
    other: PosedHand,
    hand: PosedHand,
    placement: Placement,
    how: str,
    rng: np.random.Generator,
) -> Placement:
    """From afar along the hand's own normal until skin meets skin."""
    # In the hand's frame the back is +z: one palm goes on the other's back or on its palm.
    side = 1.0 if how == ON_HAND else -1.0
    across = rng.normal(0, 25) if how == PALMS else rng.uniform(-110, 110)
    flip = np.diag([1.0, 1.0, 1.0]) if how == ON_HAND else np.diag([1.0, -1.0, -1.0])
    rotation = placement.rotation @ about(Z, np.radians(across)) @ flip
    middle = hand.keypoints.mean(axis=0) + rng.normal(0, 0.012, 3) * [1, 1, 0]
    start = placement.points(middle[None])[0] - (other.keypoints @ rotation.T).mean(axis=0)
    normal = placement.rotation @ [0, 0, side]
    return _lowered(other, Placement(rotation, start), normal, hand, placement)


def _lowered(
    other: PosedHand,
    above: Placement,
    normal: np.ndarray,
    hand: PosedHand,
    placement: Placement,
) -> Placement:
    """Along the normal, as far in as the skins do not meet: halving the way again and again."""
    far, near = 0.2, 0.0
    for _ in range(_STEPS):
        middle = (far + near) / 2
        free = _distance(other, above.shifted(normal * middle), hand, placement) > _TOUCH
        far, near = (middle, near) if free else (far, middle)
    return above.shifted(normal * far)


def _distance(a: PosedHand, at: Placement, b: PosedHand, bt: Placement) -> float:
    """Metres between the nearest of some vertices of two hands, or of one and the other's thing."""
    one, other = at.points(a.vertices), bt.points(b.vertices)
    skins = nearest(one[::_EVERY].copy(), other[::_EVERY].copy())
    return min(skins, _from_thing(one, b, bt), _from_thing(other, a, at))


def _from_thing(points: np.ndarray, hand: PosedHand, placement: Placement) -> float:
    """Metres from the nearest of points (n, 3) to what a hand holds."""
    if hand.held is None:
        return np.inf
    own = (points - placement.shift) @ placement.rotation
    gap = nearest_to_solid(solid_of(hand.held), own)
    if hand.held.kind != "mug":
        return gap
    # The solid of a mug has no handle.
    return min(gap, nearest(own[::_EVERY].copy(), held_mesh(hand.held, 0).vertices.astype(float)))


@compiled
def nearest_to_solid(solid: Solid, points: np.ndarray) -> float:
    """The smallest distance of points (n, 3) from a solid; negative inside."""
    best, still = 1e9, np.zeros(3)
    for place in range(len(points)):
        best = min(best, distance(solid, points[place], still))
    return best


@compiled
def nearest(a: np.ndarray, b: np.ndarray) -> float:
    """The smallest distance between points (n, 3) and points (m, 3)."""
    best = 1e9
    for i in range(len(a)):
        for j in range(len(b)):
            x, y, z = a[i, 0] - b[j, 0], a[i, 1] - b[j, 1], a[i, 2] - b[j, 2]
            best = min(best, x * x + y * y + z * z)
    return np.sqrt(best)
