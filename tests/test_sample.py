"""What makes a sample's labels unusable."""

from dataclasses import replace

import numpy as np
import pytest

from handpose.sample import Sample

YES, NO = np.ones(21, bool), np.zeros(21, bool)
GOOD = Sample("a.png", b"", np.zeros((21, 2), np.float32), YES, YES)


def nan_in_row(row):
    keypoints = np.zeros((21, 2), np.float32)
    keypoints[row] = np.nan
    return keypoints


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({}, None),
        ({"visible": NO}, None),
        ({"keypoints": np.zeros((21, 3))}, "keypoints have shape (21, 3), (21, 2) expected"),
        ({"keypoints": nan_in_row(5)}, "a labelled keypoint is not a finite number"),
        ({"keypoints": nan_in_row(5) + np.inf}, "a labelled keypoint is not a finite number"),
        ({"labelled": NO, "visible": NO}, "no labelled keypoint"),
        ({"labelled": np.arange(21) > 0}, "a visible keypoint is not labelled"),
        ({"labelled": NO, "visible": NO, "present": False}, None),
        ({"present": False}, "keypoints in a picture without hand"),
        ({"other": np.zeros((21, 2))}, "the other hand has shape (21, 2), (21, 3) expected"),
        ({"other": np.full((21, 3), np.nan)}, None),
    ],
)
def test_a_fault_is_named(changes, fault):
    assert replace(GOOD, **changes).fault() == fault


def test_an_unlabelled_keypoint_may_be_anything():
    known = np.arange(21) != 5
    assert replace(GOOD, keypoints=nan_in_row(5), labelled=known, visible=known).fault() is None
