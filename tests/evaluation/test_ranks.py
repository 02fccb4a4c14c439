"""Rank correlation and area under the ROC curve: weights are how often a value occurs."""

import numpy as np
import pytest
from scipy.stats import spearmanr

from handpose.evaluation.ranks import rank_correlation, roc_area

ONES = np.ones((1, 4), int)


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        ([10, 20, 30, 99], 1.0),
        ([9, 8, 7, 0], -1.0),
        # Ranks 1, 2, 3, 4 and 2, 1, 4, 3: 1 - 6 * 4 / (4 * 15).
        ([2, 1, 4, 3], 0.6),
    ],
)
def test_only_the_order_counts(second, expected):
    found = rank_correlation(np.array([1, 2, 3, 4]), np.array(second), ONES)
    assert found == pytest.approx([expected])


def test_a_weight_of_k_is_a_value_met_k_times_and_equals_share_their_rank():
    rng = np.random.default_rng(0)
    first, second = rng.integers(0, 6, 30), rng.integers(0, 6, 30)
    weights = rng.integers(0, 4, (5, 30))
    expected = [spearmanr(first.repeat(row), second.repeat(row))[0] for row in weights]
    assert rank_correlation(first, second, iter(weights)) == pytest.approx(expected)


def test_a_constant_correlates_with_nothing():
    assert np.isnan(rank_correlation(np.ones(4), np.arange(4), ONES)).all()


def test_the_area_is_the_share_of_pairs_in_the_right_order():
    values = np.array([0.9, 0.4, 0.4, 0.1])
    positive = np.array([True, True, False, False])
    # 0.9 beats both; 0.4 beats 0.1 and is as good as 0.4.
    assert roc_area(values, positive, ONES) == pytest.approx([3.5 / 4])
    # The negative of 0.4 three times: 2 * 0.5 pairs more lost, of 8.
    assert roc_area(values, positive, [np.array([1, 1, 3, 1])]) == pytest.approx([6.5 / 8])


def test_one_kind_alone_has_no_area():
    assert np.isnan(roc_area(np.arange(4.0), np.ones(4, bool), ONES)).all()
