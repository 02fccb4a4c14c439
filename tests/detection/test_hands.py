"""Boxes, directions and kinds of a scene's hands, from keypoints put by hand."""

import numpy as np
import pytest
import tensorflow as tf

from handpose.detection.hands import hands_in
from handpose.hand import MIDDLE_MCP, WRIST
from handpose.models.detector.targets import HAND, NOTHING, UNCOUNTED

YES, NO = np.ones(21, bool), np.zeros(21, bool)


def a_hand(low=(40, 60), high=(80, 120), wrist=(60, 120), mcp=(60, 90)):
    """Keypoints that fill a box, the wrist and the middle MCP where they are wanted."""
    keypoints = np.tile(np.mean([low, high], axis=0), (21, 1))
    keypoints[1], keypoints[2] = low, high
    keypoints[WRIST], keypoints[MIDDLE_MCP] = wrist, mcp
    return keypoints.astype(np.float32)


def found(keypoints, labelled=YES, shown=YES, seen=YES, rectangle=(0, 0, 224, 224)):
    flags = (tf.constant(one)[None] for one in (labelled, shown, seen))
    rectangles = tf.constant([rectangle], tf.int32)
    hands = hands_in(tf.constant(keypoints)[None], *flags, rectangles, 224)
    return {key: value[0].numpy() for key, value in hands._asdict().items()}


def test_the_box_is_tight_round_the_labelled_keypoints():
    np.testing.assert_array_equal(found(a_hand())["boxes"], [40, 60, 40, 60])
    keypoints = a_hand()
    keypoints[5] = 500, 500
    labelled = np.arange(21) != 5
    np.testing.assert_array_equal(found(keypoints, labelled)["boxes"], [40, 60, 40, 60])


def test_a_hidden_keypoint_still_widens_the_box():
    seen = np.arange(21) > 2
    np.testing.assert_array_equal(found(a_hand(), seen=seen)["boxes"], [40, 60, 40, 60])


def test_the_box_is_cut_where_its_picture_ends():
    hand = found(a_hand(), rectangle=(50, 0, 224, 100))
    np.testing.assert_array_equal(hand["boxes"], [50, 60, 30, 40])
    assert hand["kind"] == HAND


@pytest.mark.parametrize(
    ("mcp", "degrees"), [((60, 90), 0), ((90, 120), 90), ((60, 150), 180), ((30, 120), 270)]
)
def test_the_angle_goes_from_wrist_to_middle_mcp_clockwise_from_up(mcp, degrees):
    np.testing.assert_allclose(found(a_hand(mcp=mcp))["angles"], degrees, atol=1e-4)


def test_a_direction_that_points_at_the_camera_is_unclear():
    # A quarter of the long side of 60 px is clear.
    assert found(a_hand(mcp=(60, 105)))["clear"] == 1
    np.testing.assert_allclose(found(a_hand(mcp=(60, 117)))["clear"], 0.2, rtol=1e-5)
    assert found(a_hand(mcp=(60, 120)))["clear"] == 0


@pytest.mark.parametrize("keypoint", [WRIST, MIDDLE_MCP])
def test_without_its_ends_there_is_no_direction(keypoint):
    assert found(a_hand(), labelled=np.arange(21) != keypoint)["clear"] == 0


@pytest.mark.parametrize(("seen", "kind"), [(21, HAND), (5, HAND), (4, UNCOUNTED), (0, UNCOUNTED)])
def test_a_hand_counts_when_five_keypoints_are_seen(seen, kind):
    assert found(a_hand(), seen=np.arange(21) < seen)["kind"] == kind


def test_what_is_not_shown_is_not_seen():
    assert found(a_hand(), shown=np.arange(21) < 4)["kind"] == UNCOUNTED
    hand = found(a_hand(), shown=NO)
    assert hand["kind"] == NOTHING
    np.testing.assert_array_equal(hand["boxes"], np.zeros(4))


def test_without_labels_there_is_nothing():
    hand = found(np.zeros((21, 2), np.float32), labelled=NO, seen=NO)
    assert hand["kind"] == NOTHING
    assert np.isfinite(hand["boxes"]).all()
    assert hand["clear"] == 0


@pytest.mark.parametrize(("side", "kind"), [(7.0, HAND), (6.9, UNCOUNTED)])
def test_a_tiny_hand_does_not_count(side, kind):
    keypoints = a_hand((50, 50), (50 + side, 54), wrist=(50, 50), mcp=(53, 52))
    assert found(keypoints)["kind"] == kind
