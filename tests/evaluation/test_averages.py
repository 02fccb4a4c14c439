"""Weighted means and quantiles: a weight is how often an image occurs."""

import numpy as np
import pytest

from handpose.evaluation import averages

VALUES = np.random.default_rng(1).uniform(0, 9, (7, 21))
VALUES[2:5, 3] = np.nan
VALUES[1] = np.nan
COUNTS = np.array([[1, 1, 1, 1, 1, 1, 1], [0, 2, 3, 0, 1, 1, 0]])


def repeated(counts):
    return np.repeat(VALUES, counts, axis=0)


@pytest.mark.parametrize("per_keypoint", [True, False])
@pytest.mark.parametrize("row", [0, 1])
def test_a_weight_of_k_is_an_image_met_k_times(row, per_keypoint):
    mean = averages.mean(VALUES, COUNTS, per_keypoint=per_keypoint)[row]
    found = averages.quantiles(VALUES, [0.5, 0.9], COUNTS, per_keypoint=per_keypoint)[row]
    values = repeated(COUNTS[row])
    if per_keypoint:
        assert mean == pytest.approx(np.nanmean(np.nanmean(values, axis=0)))
        expected = np.nanquantile(values, [0.5, 0.9], axis=0).mean(axis=1)
    else:
        assert mean == pytest.approx(np.nanmean(values))
        expected = np.nanquantile(values, [0.5, 0.9])
    assert found == pytest.approx(expected)


def test_a_keypoint_that_no_drawn_image_has_is_left_out_of_the_mean():
    values = np.full((2, 21), np.nan)
    values[0, 0], values[1, 1] = 4.0, 6.0
    weights = np.array([[2, 0], [0, 2], [1, 1]])
    assert averages.mean(values, weights, per_keypoint=True).tolist() == [4.0, 6.0, 5.0]
    found = averages.quantiles(values, [0.5], weights, per_keypoint=True)
    assert found.tolist() == [[4.0], [6.0], [5.0]]


def test_blocks_do_not_change_the_result(monkeypatch):
    weights = np.random.default_rng(0).multinomial(7, [1 / 7] * 7, 50)
    whole = averages.quantiles(VALUES, [0.5, 0.95], weights, per_keypoint=False)
    monkeypatch.setattr(averages, "_BLOCK", 300)
    assert np.array_equal(
        averages.quantiles(VALUES, [0.5, 0.95], weights, per_keypoint=False), whole
    )
