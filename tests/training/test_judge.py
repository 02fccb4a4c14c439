"""Scores while training, by hand."""

import numpy as np
import pytest

from handpose.errors import HandposeError
from handpose.evaluation.predict import Predictions
from handpose.training.judge import score


def _predictions(error, labelled=True):
    """Two hands whose boxes are 100 px long, every keypoint `error` px to the right."""
    truth = np.zeros((2, 21, 2))
    truth[:, 1:, 1] = 100
    ones = np.full((2, 21), labelled)
    return Predictions(
        names=("a", "b"), keypoints=truth + np.array([error, 0]), scores=np.ones((2, 21)),
        handedness=np.ones(2), presence=np.ones(2), truth=truth, labelled=ones, visible=ones,
        present=ones.any(axis=1), true_handedness=np.ones(2, int), image_size=np.full((2, 2), 320),
        source=np.array(["", ""], object), attributes=({}, {}),
    )  # fmt: skip


def test_an_error_of_15_px_on_hands_of_100_px():
    assert score(_predictions(15.0)) == pytest.approx(
        {"epe_mean": 15, "epe_median": 15, "auc": 0.5, "pck_0.05": 0, "pck_0.1": 0, "pck_0.2": 1}
    )


def test_no_error_at_all():
    assert score(_predictions(0.0)) == pytest.approx(
        {"epe_mean": 0, "epe_median": 0, "auc": 1, "pck_0.05": 1, "pck_0.1": 1, "pck_0.2": 1}
    )


def test_records_without_a_label_are_an_error():
    with pytest.raises(HandposeError, match="no labelled keypoint"):
        score(_predictions(0.0, labelled=False))
