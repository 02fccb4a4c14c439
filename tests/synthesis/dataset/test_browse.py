"""Contact sheets of hands that are rendered for them alone."""

import cv2
import pytest

from handpose.errors import UsageError
from handpose.synthesis.dataset.browse import browse
from handpose.synthesis.options import SynthConfig


def options(tmp_path, n):
    return SynthConfig(n=n, side=64, workers=1, out=str(tmp_path))


def test_two_sheets_of_the_same_size_are_written_and_only_one_has_keypoints(tmp_path):
    bare, labelled = (cv2.imread(str(path)) for path in browse(options(tmp_path, 3)))
    assert bare.shape == labelled.shape
    assert (bare != labelled).any()


def test_a_sheet_of_nothing_is_refused(tmp_path):
    with pytest.raises(UsageError, match="--n=0: one picture or more expected"):
        browse(options(tmp_path, 0))
