"""The 1-Euro filter against numbers worked out by hand, and what its defaults promise."""

import math

import numpy as np
import pytest

from handpose.inference.jitter import jitter
from handpose.inference.one_euro import Cutoff, begin, follow

# At this frequency and a step of one second a value counts half, at twice of it two thirds.
HALF = 1 / (2 * math.pi)


def test_the_first_values_are_kept():
    first = begin(np.array([3.0, 4.0]), time=7.0)
    assert (first.values.tolist(), first.speeds.tolist(), first.time) == ([3, 4], [0, 0], 7.0)


def test_at_the_cutoff_of_rest_a_value_and_the_past_count_half():
    calm = Cutoff(rest=HALF, slope=0.0, speed=HALF)
    one = follow(begin(np.zeros(1), 0.0), np.array([8.0]), 1.0, 1.0, calm)
    two = follow(one, np.array([8.0]), 2.0, 1.0, calm)
    assert (one.values[0], one.speeds[0]) == pytest.approx((4.0, 4.0))
    # Four short of the value in one second, and the speed was 4: half of each.
    assert (two.values[0], two.speeds[0]) == pytest.approx((6.0, 4.0))


def test_speed_raises_the_cutoff_and_each_number_has_its_own():
    quick = Cutoff(rest=HALF, slope=HALF, speed=HALF)
    one = follow(begin(np.zeros(2), 0.0), np.array([2.0, 0.0]), 1.0, 1.0, quick)
    # Speed 1: twice the cutoff, so two thirds of the way.
    assert one.values == pytest.approx([4 / 3, 0.0])


def test_speeds_are_in_sides():
    quick = Cutoff(rest=HALF, slope=HALF, speed=HALF)
    one = follow(begin(np.zeros(1), 0.0), np.array([200.0]), 1.0, 100.0, quick)
    assert (one.speeds[0], one.values[0]) == pytest.approx((1.0, 400 / 3))


def test_a_longer_step_counts_more():
    calm = Cutoff(rest=HALF, slope=0.0)
    one = follow(begin(np.zeros(1), 0.0), np.array([9.0]), 2.0, 1.0, calm)
    assert one.values[0] == pytest.approx(6.0)


def test_any_shape_and_the_last_state_stays_as_it_was():
    last = begin(np.zeros((2, 3, 4)), 0.0)
    assert follow(last, np.ones((2, 3, 4)), 0.1, 1.0).values.shape == (2, 3, 4)
    assert not last.values.any()


def smoothed(frames, side=1.0, rate=30):
    state, values = begin(frames[0], 0.0), [frames[0]]
    for number, frame in enumerate(frames[1:], start=1):
        state = follow(state, frame, number / rate, side)
        values.append(state.values)
    return np.array(values)


def still_hands(frames=400):
    """(frames, 21, 2), a hand of side 1 with noise of 1 % of it on each coordinate."""
    places = np.linspace(0, 1, 42).reshape(21, 2) % 1
    return places + np.random.default_rng(0).normal(0, 0.01, (frames, 21, 2))


def test_by_default_a_still_hand_keeps_a_sixth_of_its_jitter():
    hands = still_hands()
    left = jitter(smoothed(hands)[60:]).pixels / jitter(hands[60:]).pixels
    assert left == pytest.approx(0.17, abs=0.01)


@pytest.mark.parametrize(("speed", "behind"), [(2.0, 0.022), (0.2, 0.009)])
def test_by_default_a_moving_hand_is_hardly_behind(speed, behind):
    hands = still_hands() + speed / 30 * np.arange(400)[:, None, None]
    assert (hands - smoothed(hands))[60:].mean() == pytest.approx(behind, abs=0.001)


def test_neither_resolution_nor_distance_matters():
    hands = still_hands(40)
    np.testing.assert_allclose(smoothed(300 * hands, side=300.0), 300 * smoothed(hands))
