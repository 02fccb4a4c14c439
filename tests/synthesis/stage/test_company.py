"""The other hand: near or touching, never inside the first."""

import numpy as np
import pytest

from handpose.synthesis.anatomy.angles import angles
from handpose.synthesis.anatomy.rig import pose_hand
from handpose.synthesis.options import SynthConfig
from handpose.synthesis.stage.actor import random_actor
from handpose.synthesis.stage.camera import Camera
from handpose.synthesis.stage.company import NEAR, nearest, place_other
from handpose.synthesis.stage.placement import Placement
from handpose.synthesis.stage.viewpoint import upright

CAMERA = Camera(320, 300.0, 160.0, 160.0)


def test_the_nearest_points_by_hand():
    a = np.array([[0.0, 0, 0], [5, 0, 0]])
    b = np.array([[0.0, 3, 4], [5, 0, 2]])
    assert nearest(a, b) == pytest.approx(2)


@pytest.fixture(name="hands", scope="module")
def _hands():
    rig = random_actor(SynthConfig(), np.random.default_rng(2)).rig
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
