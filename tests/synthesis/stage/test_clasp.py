"""Clasped hands: one goes round the other's palm, touches it and does not enter it."""

import numpy as np
import pytest

from handpose.synthesis.anatomy.angles import angles
from handpose.synthesis.anatomy.rig import pose_hand
from handpose.synthesis.options import SynthConfig
from handpose.synthesis.stage.actor import random_actor
from handpose.synthesis.stage.camera import Camera
from handpose.synthesis.stage.clasp import DEEPEST, clasping_hand, deepest, penetration
from handpose.synthesis.stage.company import nearest
from handpose.synthesis.stage.placement import Placement
from handpose.synthesis.stage.truth import PlacedHand
from handpose.synthesis.stage.viewpoint import upright

CAMERA = Camera(320, 300.0, 160.0, 160.0)


@pytest.fixture(name="clasps", scope="module")
def _clasps():
    found = []
    for number in range(24):
        rng = np.random.default_rng(number)
        rig = random_actor(SynthConfig(), rng).rig
        hand = pose_hand(rig, angles(thumb_radial=30), "left" if number % 2 else "right")
        first = PlacedHand(hand, Placement(upright(True), np.array([0, 0, 0.6])))
        other = clasping_hand(rig, first, CAMERA, rng)
        if other is not None:
            found.append((first, other))
    return found


def test_many_hands_can_be_clasped_by_the_other_side(clasps):
    assert len(clasps) >= 5
    for first, other in clasps:
        assert {first.hand.side, other.hand.side} == {"left", "right"}
        assert other.hand.held is None
        assert np.linalg.det(other.placement.rotation) == pytest.approx(1)


def test_depth_below_a_surface_by_hand():
    surface = np.array([[0.0, 0, 0], [1, 0, 0]])
    normals = np.array([[0.0, 0, 1], [0, 0, 1]])
    points = np.array([[0.1, 0, 0.2], [0.9, 0, -0.3]])
    assert deepest(points, surface, normals) == pytest.approx(0.3)
    assert deepest(points[:1], surface, normals) == 0


def test_skins_touch_and_do_not_enter(clasps):
    for first, other in clasps:
        one = first.placement.points(first.hand.vertices)
        two = other.placement.points(other.hand.vertices)
        assert nearest(one[::3].copy(), two[::3].copy()) < 0.01
        # Twice as densely as it was looked for, with a millimetre for what lay between.
        depths = penetration(first, other, every=2), penetration(other, first, every=2)
        assert max(depths) < DEEPEST + 0.001


def test_fingers_go_round_to_the_other_side_of_the_palm(clasps):
    round_it = 0
    for first, other in clasps:
        back = first.placement.rotation @ [0, 0, 1]
        middle = first.points[[0, 5, 9, 13, 17]].mean(axis=0)
        knuckle_side = (other.points[[5, 9, 13, 17]] - middle) @ back
        tip_side = (other.points[[8, 12, 16, 20]] - middle) @ back
        round_it += bool((np.sign(tip_side) != np.sign(knuckle_side.mean())).any())
    assert round_it >= 0.6 * len(clasps)
