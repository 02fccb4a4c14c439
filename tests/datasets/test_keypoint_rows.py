"""Keypoints in label files: numbers in threes, or an error that names the file."""

import numpy as np
import pytest

from handpose.datasets.keypoint_rows import keypoint_rows
from handpose.errors import BadSampleError


@pytest.mark.parametrize("values", [[1, 2, 0, 3.5, 4, 2], [[1, 2, 0], [3.5, 4, 2]]])
def test_flat_and_nested_lists_are_the_same_rows(values):
    rows = keypoint_rows(values, "a.json")
    assert rows.dtype == np.float64
    assert rows.tolist() == [[1, 2, 0], [3.5, 4, 2]]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ([], "keypoints of numbers x, y, v expected, got []"),
        (None, "keypoints of numbers x, y, v expected, got None"),
        ({"x": 1}, "keypoints of numbers x, y, v expected, got {'x': 1}"),
        (["1", "2", "2"], "keypoints of numbers x, y, v expected, got ['1', '2', '2']"),
        ([True, True, True], "keypoints of numbers x, y, v expected, got [True, True, True]"),
        ([1, 2, None], "keypoints of numbers x, y, v expected, got [1, 2, None]"),
        ([[1, 2, 2], [3, 4]], "keypoints of x, y, v expected, some are longer"),
        ([[1, 2], [3, 4], [5, 6]], "6 keypoint values, a multiple of 3 expected"),
        ([1, 2], "2 keypoint values, a multiple of 3 expected"),
        ([1, 2, -1], "v of 0, 1 or 2 expected, got a negative or none"),
        ([1, 2, float("nan")], "v of 0, 1 or 2 expected, got a negative or none"),
    ],
)
def test_anything_else_is_named(values, message):
    with pytest.raises(BadSampleError) as caught:
        keypoint_rows(values, "a.json")
    assert str(caught.value) == f"a.json: {message}"


def test_a_long_list_is_shown_short():
    with pytest.raises(BadSampleError) as caught:
        keypoint_rows(["x"] * 100, "a.json")
    assert len(str(caught.value)) < 120
