"""Handedness over time against sums worked out by hand."""

import math

import pytest

from handpose.inference.votes import HALF_LIFE, begin, follow


def after(*rights, step=0.0):
    votes = begin(rights[0], 0.0)
    for number, right in enumerate(rights[1:], start=1):
        votes = follow(votes, right, number * step)
    return votes.right


def odds(right):
    return right / (1 - right)


def test_the_first_vote_is_the_answer():
    assert begin(0.8, 3.0).right == pytest.approx(0.8)


def test_votes_at_one_time_have_the_mean_of_their_log_odds():
    # Odds 4 and 1 / 4 and 4: their geometric mean is 4 ** (1 / 3).
    assert odds(after(0.8, 0.2, 0.8)) == pytest.approx(4 ** (1 / 3))


def test_a_vote_counts_half_after_the_half_life():
    # Weights 1/2 and 1 on log odds of ln 9 and -ln 9.
    assert odds(after(0.9, 0.1, step=HALF_LIFE)) == pytest.approx(9 ** (-1 / 3))


def test_a_wrong_frame_among_right_ones_changes_nothing():
    assert after(*[0.9] * 10, 0.02, step=1 / 30) > 0.8


def test_when_the_model_cannot_tell_it_stays_exactly_one_half():
    assert after(*[0.5] * 1000, step=1.0) == 0.5
    assert after(*[0.5] * 3000, step=10.0) == 0.5


def test_a_frame_that_cannot_tell_is_no_vote():
    assert after(0.8, 0.5, 0.5, step=1 / 30) == pytest.approx(0.8)
    assert after(0.5, 0.5, 0.8, step=1 / 30) == pytest.approx(0.8)


@pytest.mark.parametrize(("right", "said"), [(1.0, 0.999), (0.0, 0.001)])
def test_certainty_is_bounded(right, said):
    assert begin(right, 0.0).right == pytest.approx(said)
    assert math.isfinite(follow(begin(right, 0.0), 1 - right, 0.1).right)


def test_one_certain_frame_does_not_outvote_a_second():
    assert after(*[0.7] * 30, 0.0, step=1 / 30) > 0.5
