"""Scores against errors, by hand."""

import dataclasses

import cv2
import numpy as np
import pytest
from rich.console import Console

from handpose.evaluation.plots import plot_scores
from handpose.evaluation.report import print_scores
from handpose.evaluation.scores import calibration, deserved, promised


@pytest.fixture(name="predictions")
def _predictions(make_predictions):
    """Two hands of 100 px: ten keypoints exact with 0.95, eleven 5 px off with 0.25."""
    errors, scores = np.full((2, 21), 5.0), np.full((2, 21), 0.25)
    errors[:, :10], scores[:, :10] = 0.0, 0.95
    return dataclasses.replace(make_predictions(errors), scores=scores)


@pytest.mark.parametrize(("nepe", "score"), [(0.0, 1.0), (0.05, 0.5), (0.1, 0.25), (0.2, 0.0625)])
def test_a_score_halves_with_every_twentieth_of_the_hand(nepe, score):
    assert deserved(np.array(nepe)) == pytest.approx(score)
    assert promised(np.array(score)) == pytest.approx(nepe)


def test_bins_hold_scores_against_what_the_errors_deserve(predictions):
    found = calibration(predictions, seed=0)
    assert (found.images, found.keypoints) == (2, 42)
    full = {round(one.low, 1): one for one in found.bins if one.keypoints}
    assert {low: one.keypoints for low, one in full.items()} == {0.2: 22, 0.9: 20}
    assert dataclasses.astuple(full[0.2])[3:] == pytest.approx((0.25, 0.5, 0.05))
    assert dataclasses.astuple(full[0.9])[3:] == pytest.approx((0.95, 1.0, 0.0))


def test_the_calibration_error_weighs_bins_by_their_keypoints(predictions):
    found = calibration(predictions, seed=0)
    # 11 of 21 are 0.25 too low, 10 of 21 are 0.05 too low.
    assert found.calibration_error.value == pytest.approx((11 * 0.25 + 10 * 0.05) / 21)
    assert found.rank_correlation.value == pytest.approx(-1.0)


def test_within_a_bin_too_high_and_too_low_cancel_and_between_bins_they_do_not(make_predictions):
    # Every error of 5 px deserves 0.5.
    def error(*scores):
        rows = np.repeat(np.array(scores)[:, None], 21, axis=1)
        same = dataclasses.replace(make_predictions([5.0] * len(scores)), scores=rows)
        return calibration(same, seed=0).calibration_error.value

    assert error(0.52, 0.58) == pytest.approx(0.05)
    assert error(0.45, 0.55) == pytest.approx(0.05)


def test_the_interval_is_over_images_not_keypoints(make_predictions):
    scores = np.repeat([[0.5], [0.9]], 21, axis=1)
    found = calibration(dataclasses.replace(make_predictions([5.0, 5.0]), scores=scores), seed=0)
    # A resample of two images holds only good ones, only bad ones, or both.
    assert found.calibration_error.value == pytest.approx(0.2)
    assert (found.calibration_error.low, found.calibration_error.high) == pytest.approx((0, 0.4))


def test_a_full_score_belongs_to_the_last_bin(predictions):
    scores = np.where(predictions.scores > 0.5, 1.0, 0.0)
    bins = calibration(dataclasses.replace(predictions, scores=scores), seed=0).bins
    assert [one.keypoints for one in bins] == [22, 0, 0, 0, 0, 0, 0, 0, 0, 20]


def test_keypoints_without_a_label_and_pictures_without_a_hand_do_not_count(predictions):
    labelled = np.ones((2, 21), bool)
    labelled[0], labelled[1, 20] = False, False
    found = calibration(dataclasses.replace(predictions, labelled=labelled), seed=0)
    assert (found.images, found.keypoints) == (1, 20)


def test_predictions_that_all_have_one_score_have_no_calibration(make_predictions):
    assert calibration(make_predictions([5.0, 9.0]), seed=0) is None
    nothing = make_predictions([5.0], labelled=np.zeros((1, 21), bool))
    assert calibration(nothing, seed=0) is None


def test_the_table_and_the_plot_show_the_bins(predictions, tmp_path, capsys):
    found = calibration(predictions, seed=0)
    print_scores(Console(width=120), found)
    line = next(line for line in capsys.readouterr().out.splitlines() if "0.2 to 0.3" in line)
    assert line.strip("│ ").split() == ["0.2", "to", "0.3", "│", "22", "│", "0.250", "│", "0.500",
                                        "│", "0.050"]  # fmt: skip
    plot_scores(tmp_path / "score.png", found, "title")
    picture = cv2.imread(str(tmp_path / "score.png"))
    assert picture.shape[1] > picture.shape[0]
    assert picture.std() > 10
