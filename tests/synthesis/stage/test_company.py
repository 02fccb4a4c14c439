"""The other hand: near or touching, never inside the first."""

import numpy as np
import pytest

from handpose.synthesis.anatomy.angles import angles
from handpose.synthesis.anatomy.grasps import GRASPS, solid_of
from handpose.synthesis.anatomy.pose import random_pose
from handpose.synthesis.anatomy.rig import pose_hand
from handpose.synthesis.anatomy.solid import Solid
from handpose.synthesis.options import SynthConfig
from handpose.synthesis.stage.actor import random_actor
from handpose.synthesis.stage.camera import Camera
from handpose.synthesis.stage.company import NEAR, nearest, nearest_to_solid, place_other
from handpose.synthesis.stage.placement import Placement
from handpose.synthesis.stage.things import held_mesh
from handpose.synthesis.stage.viewpoint import upright

CAMERA = Camera(320, 300.0, 160.0, 160.0)


def test_the_nearest_points_by_hand():
    a = np.array([[0.0, 0, 0], [5, 0, 0]])
    b = np.array([[0.0, 3, 4], [5, 0, 2]])
    assert nearest(a, b) == pytest.approx(2)


@pytest.fixture(name="rig", scope="module")
def _rig():
    return random_actor(SynthConfig(), np.random.default_rng(2)).rig


@pytest.fixture(name="hands", scope="module")
def _hands(rig):
    return [pose_hand(rig, angles(), side) for side in ("right", "left")]


def test_other_hands_touch_or_keep_away_but_never_enter(hands):
    hand, other = hands
    placement = Placement(upright(True), np.array([0, 0, 0.6]))
    kinds = set()
    for number in range(25):
        found = place_other(other, hand, placement, CAMERA, np.random.default_rng(number))
        if found is None:
            continue
        kinds.add(found[0])
        skin, others = placement.points(hand.vertices), found[1].points(other.vertices)
        gap = nearest(skin[::2], others[::2])
        if found[0] == NEAR:
            assert gap > 0.008
        else:
            assert gap < 0.01
    assert len(kinds) == 3


@pytest.mark.parametrize("side", ["left", "right"])
def test_other_hands_do_not_go_through_what_the_first_holds(rig, hands, side):
    placement = Placement(upright(True), np.array([0, 0, 0.6]))
    other = next(hand for hand in hands if hand.side != side)
    for number, name in enumerate(GRASPS):
        pose = random_pose(name, rig, np.random.default_rng(number))
        hand = pose_hand(rig, pose.angles, side, name, pose.held)
        for seed in range(25):
            found = place_other(other, hand, placement, CAMERA, np.random.default_rng(seed))
            if found is not None:
                skin = found[1].points(other.vertices) - placement.shift
                own = skin @ placement.rotation
                assert nearest_to_solid(solid_of(hand.held), own) > -0.002
                handle = held_mesh(hand.held, 0).vertices.astype(float)
                assert name != "hold_mug" or nearest(own[::8], handle) >= 0.001


def test_the_nearest_point_to_a_thing_by_hand():
    ball = Solid(np.zeros(3), 1.0, np.eye(3), np.array([2.0, 0, 0]))
    assert nearest_to_solid(ball, np.array([[0.0, 0, 0], [-3, 0, 0]])) == pytest.approx(1)
    assert nearest_to_solid(ball, np.array([[0.0, 0, 0], [2, 0, 0.25]])) == pytest.approx(-0.75)
