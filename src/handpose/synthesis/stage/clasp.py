"""Clasped hands: the other hand closes round the first one's palm as round a box."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from handpose.synthesis.anatomy.gestures import CLOSING
from handpose.synthesis.anatomy.grasps import Grasp
from handpose.synthesis.anatomy.pose import holding
from handpose.synthesis.anatomy.posed import PALM, RIGHT_HAND_SHIFT, HeldObject, PosedHand, Side
from handpose.synthesis.anatomy.rig import Rig, pose_hand
from handpose.synthesis.compiled import compiled
from handpose.synthesis.stage.camera import Camera
from handpose.synthesis.stage.placement import Placement
from handpose.synthesis.stage.truth import PlacedHand
from handpose.synthesis.stage.viewpoint import is_clear, leaves

GESTURE, CLASPED = "clasp", "clasped"
SHARE = 0.3  # of other hands that try; most find no way and are placed otherwise
_LENGTH = 0.09  # metres of the palm that are held, along the hand
_AIR = 0.002
_TRIES = 6
DEEPEST = 0.003  # metres that flesh gives way where two hands press each other
_THUMB = (24.0, 50.0, 24.0, 12.0, 15.0)


def clasping_hand(
    rig: Rig, first: PlacedHand, camera: Camera, rng: np.random.Generator
) -> PlacedHand | None:
    """The person's other hand round the palm of the first; None when it finds no way."""
    for _ in range(_TRIES):
        other = _clasping(rig, first.hand, first.placement, rng)
        hand, place = other.hand, other.placement
        seen_well = is_clear(hand, place) and leaves(hand, place, camera)
        if seen_well and max(penetration(other, first), penetration(first, other)) < DEEPEST:
            return other
    return None


def _clasping(
    rig: Rig, hand: PosedHand, placement: Placement, rng: np.random.Generator
) -> PlacedHand:
    side: Side = "left" if hand.side == "right" else "right"
    centre, size = _palm_box(hand)
    millimetres = tuple(1000 * size)
    grasp = Grasp("box", millimetres, millimetres, _THUMB, CLOSING)
    pose = holding(GESTURE, grasp, rig, rng)
    other = pose_hand(rig, pose.angles, side, GESTURE, pose.held)
    assert other.held is not None
    middle = placement.points(centre[None])[0]
    around = _round(other.held, middle, placement.rotation, rng)
    return PlacedHand(replace(other, held=None), around)


def penetration(a: PlacedHand, b: PlacedHand, every: int = 4) -> float:
    """Metres that the skin of `a` is inside `b` at most; 0 when it is outside everywhere.

    every: compared are every so many vertices of `b`, and half as many of `a`.
    """
    points = a.placement.points(a.hand.vertices)[:: 2 * every]
    surface = b.placement.points(b.hand.vertices)[::every]
    normals = (b.hand.normals @ b.placement.rotation.T)[::every]
    return deepest(points.copy(), surface.copy(), normals.copy())


@compiled
def deepest(points: np.ndarray, surface: np.ndarray, normals: np.ndarray) -> float:
    """The greatest depth of points (n, 3) below the nearest of surface points (m, 3)."""
    result = 0.0
    for i in range(len(points)):
        best, depth = 1e9, 0.0
        for j in range(len(surface)):
            x = points[i, 0] - surface[j, 0]
            y = points[i, 1] - surface[j, 1]
            z = points[i, 2] - surface[j, 2]
            away = x * x + y * y + z * z
            if away < best:
                best = away
                depth = -(x * normals[j, 0] + y * normals[j, 1] + z * normals[j, 2])
        result = max(result, depth)
    return result


def _palm_box(hand: PosedHand) -> tuple[np.ndarray, np.ndarray]:
    """The middle (3,) and the full lengths (3,) of the palm, metres in the hand's frame."""
    part = PALM + (RIGHT_HAND_SHIFT if hand.side == "right" else 0)
    palm = hand.vertices[np.unique(hand.triangles[hand.part == part])]
    low, high = np.quantile(palm, (0.02, 0.98), axis=0)
    # The thumb's ball is soft; the fingers' end of the palm is what is held.
    middle = (low + high) / 2 + [0.1 * (high[0] - low[0]), 0, 0]
    return middle, np.array([_LENGTH, *(high - low)[1:] + _AIR])


def _round(
    held: HeldObject, middle: np.ndarray, rotation: np.ndarray, rng: np.random.Generator
) -> Placement:
    """Where a hand is whose held box lies at `middle`, turned like the first hand."""
    # The box's z looks away from the holding palm: on the first hand's back or its palm.
    back, along = rng.choice([-1.0, 1.0], 2)
    axes = np.stack([[along, 0, 0], np.cross([0, 0, back], [along, 0, 0]), [0, 0, back]], axis=1)
    turn = rotation @ axes @ held.rotation.T
    return Placement(turn, middle - turn @ held.centre)
