"""Distances are told on a crop of 256 px, over pictures with a hand only."""

import numpy as np
import pytest

from handpose.export.difference import difference
from handpose.export.reference import Reference


@pytest.fixture
def expected():
    """Two pictures of 64 px: one with a hand whose first 2 keypoints are labelled, one without."""
    labelled = np.zeros((2, 21), bool)
    labelled[0, :2] = True
    answers = {
        "keypoints": np.full((2, 21, 2), 10.0),
        "scores": np.full((2, 21), 0.5),
        "handedness": np.array([0.2, 0.2]),
        "presence": np.array([0.9, 0.1]),
    }
    truth = np.full((2, 21, 2), 10.0)
    truth[0, 0] = [13, 14]
    return Reference(
        np.zeros((2, 64, 64, 3), np.float32), answers, np.array([True, False]), truth, labelled
    )


def test_what_is_equal_differs_by_nothing_and_keeps_the_error(expected):
    found = difference(expected.answers, expected)
    assert (found.mean, found.largest, found.scores) == (0, 0, 0)
    # One keypoint is 5 px of 64 away, that is 20 of 256; the other one is right.
    assert found.error == found.keras_error == 10.0


def test_differences_are_counted_where_there_is_a_hand(expected):
    moved = {name: value.copy() for name, value in expected.answers.items()}
    moved["keypoints"][0, 5] += [0, 2.1]
    moved["keypoints"][1] += 30
    moved["scores"][1, 3] = 0.25
    moved["presence"][0] = 0.6
    found = difference(moved, expected)
    assert found.mean == pytest.approx(8.4 / 21)
    assert found.largest == pytest.approx(8.4)
    assert found.scores == pytest.approx(0.25)
    assert found.presence == pytest.approx(0.3)
    assert found.handedness == 0
    assert found.error == found.keras_error


def test_no_number_is_no_small_difference(expected):
    spoilt = expected.answers | {"keypoints": np.full((2, 21, 2), np.nan)}
    assert np.isnan(difference(spoilt, expected).mean)
