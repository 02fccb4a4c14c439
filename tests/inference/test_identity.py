"""Which hand is which, with distances and overlaps worked out by hand."""

import itertools

import numpy as np
import pytest

from handpose.inference.identity import distinct, mean_distances, one_to_one, overlaps


def hand(x, y=0.0, side=100.0):
    """(21, 2): a column of keypoints from (x, y) down to (x, y + side)."""
    return np.column_stack([np.full(21, x), y + np.linspace(0, side, 21)])


def hands(*places):
    return np.array([hand(*place) for place in places]).reshape(-1, 21, 2)


def test_distances_are_in_shares_of_the_long_side():
    apart = mean_distances(hands((0,), (30,)), hands((10, 0), (0, 40)))
    np.testing.assert_allclose(apart, [[0.1, 0.4], [0.2, 0.5]])


def test_the_larger_hand_is_the_measure():
    # Keypoints lie 0 to 100 px apart, 50 on average.
    apart = mean_distances(hands((0, 0, 100)), hands((0, 0, 200)))
    np.testing.assert_allclose(apart, [[0.25]])


def test_hands_whose_keypoints_all_are_in_one_place_have_a_distance_too():
    apart = mean_distances(hands((5, 0, 0)), hands((5, 0, 0), (6, 0, 0)))
    assert apart[0, 0] == 0
    assert 1 < apart[0, 1] < np.inf


def test_nobody_is_near_to_nobody():
    assert mean_distances(hands(), hands((0,), (1,))).shape == (0, 2)
    assert mean_distances(hands((0,)), hands()).shape == (1, 0)
    assert one_to_one(np.zeros((0, 2)), 1.0) == []
    assert one_to_one(np.zeros((2, 0)), 1.0) == [None, None]


@pytest.mark.parametrize(
    ("costs", "expected"),
    [
        ([[0.1, 0.9], [0.9, 0.1]], [0, 1]),
        ([[0.9, 0.1], [0.1, 0.9]], [1, 0]),
        # The nearest pair (1, 0) would leave 0.7 for the other: 0.8, not 0.6.
        ([[0.3, 0.7], [0.1, 0.3]], [0, 1]),
        ([[1.1, 0.2], [1.2, 1.3]], [1, None]),  # too far away
        ([[0.5], [0.2], [0.4]], [None, 0, None]),  # more rows than columns
        ([[0.9, 0.3, 0.5]], [1]),
    ],
)
def test_each_row_has_its_column_at_the_least_sum(costs, expected):
    assert one_to_one(np.array(costs), 1.0) == expected


def test_it_is_as_cheap_as_the_cheapest_of_all_orders():
    rng = np.random.default_rng(0)
    for costs in rng.uniform(0, 1, (20, 4, 4)):
        found = one_to_one(costs, 5.0)
        sums = [costs[range(4), order].sum() for order in itertools.permutations(range(4))]
        assert costs[range(4), found].sum() == pytest.approx(min(sums))


@pytest.mark.parametrize(
    ("places", "sureness", "kept"),
    [
        ([(0,), (10,), (200,)], [0.6, 0.9, 0.1], [1, 2]),  # 0 and 1 are one hand
        ([(0,), (16,)], [0.9, 0.1], [0, 1]),  # 0.16 apart: two hands
        ([(0,), (10,), (20,)], [0.5, 0.4, 0.3], [0, 2]),  # 1 is 0; 2 is not
        ([(0,), (0,)], [0.5, 0.5], [0]),
        ([], [], []),
    ],
)
def test_a_hand_seen_twice_is_kept_where_it_is_surer(places, sureness, kept):
    assert distinct(hands(*places), np.array(sureness)).tolist() == kept


@pytest.mark.parametrize(
    ("box", "expected"),
    [
        ((0, 0, 10, 10), 1),
        ((5, 0, 10, 10), 50 / 150),
        ((4, 8, 10, 10), 12 / 188),
        ((10, 0, 10, 10), 0),  # they touch
        ((50, 50, 10, 10), 0),
        ((2, 2, 5, 5), 25 / 100),
    ],
)
def test_overlaps_of_boxes(box, expected):
    others = np.array([[900, 0, 10, 10], [0, 0, 10, 10]])
    np.testing.assert_allclose(overlaps(np.array([box]), others), [[0, expected]])


def test_no_boxes_overlap_nothing():
    assert overlaps(np.zeros((0, 4)), np.ones((2, 4))).shape == (0, 2)
    assert overlaps(np.ones((2, 4)), np.zeros((0, 4))).shape == (2, 0)
