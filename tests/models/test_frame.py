"""Frames by hand: where an upright square lies, and points there and back."""

import numpy as np
import pytest

from handpose.models.frame import (
    KNUCKLES,
    centred_frame,
    in_frame,
    invert,
    transform,
    upright_frame,
)

# A stick hand that points up in a crop of 128: the wrist below the middle of the knuckles.
UP = np.full((21, 2), (60.0, 60.0), np.float32)
UP[0] = 60, 100
UP[list(KNUCKLES)] = (50, 60), (55, 60), (65, 60), (70, 60)
UP[12], UP[4], UP[20] = (60, 20), (40, 70), (80, 40)


def turned(points, degrees):
    """Points turned clockwise as seen about the middle of a crop of 128."""
    angle = np.deg2rad(degrees)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return ((points - 64) @ turn.T + 64).astype(np.float32)


def test_the_knuckles_are_the_four_fingers_first():
    assert KNUCKLES == (5, 9, 13, 17)


def test_an_upright_hand_stays_as_it_is():
    # 1.1 times the crop, 140.8 px, from -6.4 to 134.4.
    frame = np.array(upright_frame(UP[None], 128, 70.4))
    np.testing.assert_allclose(frame, [[[2, 0, -6.4], [0, 2, -6.4]]], atol=1e-4)


@pytest.mark.parametrize("degrees", [-90, 30, 90, 180, 250])
def test_the_square_shows_a_turned_hand_as_the_upright_one(degrees):
    upright = transform(invert(upright_frame(UP[None], 128, 96)), UP[None])
    hand = turned(UP, degrees)[None]
    seen = transform(invert(upright_frame(hand, 128, 96)), hand)
    np.testing.assert_allclose(seen, upright, atol=1e-3)


def test_unsure_keypoints_near_the_middle_change_nothing():
    sure, unsure = (upright_frame(64 + share * (UP[None] - 64), 128, 96) for share in (1.0, 0.1))
    np.testing.assert_allclose(sure, unsure, atol=1e-3)


def test_keypoints_in_one_place_give_numbers():
    assert np.isfinite(upright_frame(np.full((1, 21, 2), 5, np.float32), 128, 96)).all()


def test_inverse_and_transform_by_hand():
    # Twice as large, turned by 90 degrees, shifted: (1, 3) -> (-6 + 10, 2 + 20).
    affine = np.array([[[0, -2, 10], [2, 0, 20]]], np.float32)
    np.testing.assert_allclose(transform(affine, np.array([[[1.0, 3.0]]])), [[[4, 22]]])
    np.testing.assert_allclose(invert(affine), [[[0, 0.5, -10], [-0.5, 0, 5]]])


def test_a_centred_frame_puts_the_middle_of_the_square_there():
    linear = np.array([[[0, -2], [2, 0]]], np.float32)
    frame = centred_frame(linear, np.array([[[30.0], [40.0]]], np.float32), 96)
    np.testing.assert_allclose(transform(frame, np.array([[[48.0, 48.0]]])), [[[30, 40]]])


def test_a_keypoint_outside_the_square_weighs_nothing():
    frame = np.array([[[1, 0, 10], [0, 1, 0]]], np.float32)
    keypoints = np.full((1, 21, 2), 50, np.float32)
    keypoints[0, 3], keypoints[0, 7] = (9, 50), (50, 97)
    batch = {"keypoints": keypoints, "weight": np.full((1, 21), 0.5, np.float32), "other": 1}
    seen = in_frame(batch, frame, 96)
    np.testing.assert_allclose(seen["keypoints"][0, 0], [40, 50])
    expected = np.full(21, 0.5)
    expected[[3, 7]] = 0
    np.testing.assert_allclose(seen["weight"][0], expected)
    assert seen["other"] == 1
