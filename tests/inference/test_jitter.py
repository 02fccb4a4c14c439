"""Jitter of hands whose movements are known."""

import numpy as np
import pytest

from handpose.inference.crops import ArgumentError
from handpose.inference.jitter import jitter


def moved_by(*steps, side=50.0):
    """(frames, 21, 2): a hand of that long side, moved by (x, y) from frame to frame."""
    places = np.concatenate([[(0, 0)], np.cumsum(steps, axis=0)])
    hand = np.column_stack([np.linspace(0, side, 21), np.zeros(21)])
    return hand + places[:, None]


def test_the_mean_movement_in_pixels_and_in_shares_of_the_long_side():
    # 5 px, then none, then 1 px.
    found = jitter(moved_by((3, 4), (0, 0), (0, -1)))
    assert (found.pixels, found.shares) == pytest.approx((2.0, 0.04))


def test_the_mean_is_over_the_keypoints_too():
    hands = moved_by((0, 0))
    hands[1, 5:7, 1] = 21
    assert jitter(hands).pixels == pytest.approx(2.0)


def test_a_hand_that_does_not_move_has_none():
    found = jitter(moved_by((0, 0), (0, 0)))
    assert (found.pixels, found.shares) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("hands", "said"),
    [
        (moved_by((1, 1))[:1], r"shape \(1, 21, 2\), .* two frames"),
        (moved_by((1, 1))[:, :20], r"shape \(2, 20, 2\)"),
        (np.zeros((3, 21)), r"shape \(3, 21\)"),
        ([], r"shape \(0,\)"),
        (moved_by((np.nan, 1)), "finite"),
        (np.ones((2, 21, 2)), "one place"),
    ],
)
def test_what_is_no_hand_over_time_is_named(hands, said):
    with pytest.raises(ArgumentError, match=said):
        jitter(hands)
