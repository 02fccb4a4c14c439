"""The hand's tables against the published ones."""

import numpy as np
import pytest

from handpose import hand

# mediapipe/python/solutions/hands_connections.py, HAND_CONNECTIONS
MEDIAPIPE_CONNECTIONS = {
    *((0, 1), (0, 5), (9, 13), (13, 17), (5, 9), (0, 17)),
    *((1, 2), (2, 3), (3, 4)),
    *((5, 6), (6, 7), (7, 8)),
    *((9, 10), (10, 11), (11, 12)),
    *((13, 14), (14, 15), (15, 16)),
    *((17, 18), (18, 19), (19, 20)),
}


def test_skeleton_has_the_21_edges_of_mediapipe():
    assert set(hand.SKELETON) == MEDIAPIPE_CONNECTIONS
    assert len(hand.SKELETON) == 21


def test_names_stand_in_the_canonical_order():
    assert hand.KEYPOINTS[0] == "wrist"
    assert hand.KEYPOINTS[4] == "thumb_tip"
    assert hand.KEYPOINTS[hand.MIDDLE_MCP] == "middle_mcp"
    assert hand.KEYPOINTS[20] == "pinky_tip"


def test_every_keypoint_but_the_wrist_hangs_on_one_bone():
    assert sorted(child for _, child in hand.BONES) == list(range(1, 21))
    assert (0, 9) in hand.BONES
    assert (9, 10) in hand.BONES


def test_rhd_goes_from_tip_to_base():
    rows = np.arange(21)
    # RHD row 1 is the thumb's tip, row 4 its base; row 12 is the middle finger's MCP.
    assert hand.to_canonical(rows, "rhd")[4] == 1
    assert hand.to_canonical(rows, "rhd")[1] == 4
    assert hand.to_canonical(rows, "rhd")[hand.MIDDLE_MCP] == 12


def test_stb_goes_from_pinky_to_thumb_base_first():
    rows = np.arange(21)
    assert hand.to_canonical(rows, "stb")[17] == 1  # pinky MCP
    assert hand.to_canonical(rows, "stb")[20] == 4  # pinky tip
    assert hand.to_canonical(rows, "stb")[1] == 17  # thumb base
    assert hand.to_canonical(rows, "stb")[9] == 9  # middle MCP


@pytest.mark.parametrize("order", hand.ORDERS)
def test_every_order_goes_there_and_back(order):
    rows = np.random.default_rng(0).normal(size=(21, 2))
    there = hand.to_canonical(rows, order)
    np.testing.assert_array_equal(hand.from_canonical(there, order), rows)


def test_a_wrong_number_of_rows_is_refused():
    with pytest.raises(ValueError, match="20 keypoint rows given, 21 expected"):
        hand.to_canonical(np.zeros((20, 2)), "rhd")


def test_colours_follow_the_fingers():
    assert hand.colour_of(0) == hand.WRIST_COLOUR
    assert hand.colour_of(8) == hand.FINGER_COLOURS["index"]
    assert hand.finger_of(0) is None
