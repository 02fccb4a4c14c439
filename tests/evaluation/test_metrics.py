"""Metrics held against numbers worked out by hand."""

import numpy as np
import pytest

from handpose.evaluation import metrics


def constant(error: float, images: int = 3) -> np.ndarray:
    return np.full((images, 21), error)


def nearly_empty(**values: float) -> np.ndarray:
    """Errors (4, 21), NaN but for some: image_keypoint=error."""
    errors = np.full((4, 21), np.nan)
    for place, error in values.items():
        image, keypoint = map(int, place[1:].split("_"))
        errors[image, keypoint] = error
    return errors


def test_an_error_is_the_distance_and_nan_where_not_chosen():
    truth = np.zeros((1, 21, 2), np.float32)
    keypoints = truth + np.array([3.0, 4.0])
    chosen = np.zeros((1, 21), bool)
    chosen[0, 7] = True
    errors = metrics.errors(keypoints, truth, chosen)
    assert errors[0, 7] == 5.0
    assert np.isnan(np.delete(errors[0], 7)).all()


def test_labels_that_mean_nothing_do_not_disturb():
    truth = np.full((1, 21, 2), np.nan)
    truth[0, 0] = 1.0
    errors = metrics.errors(np.ones((1, 21, 2)), truth, np.isfinite(truth[..., 0]))
    assert metrics.epe(errors) == 0.0


def test_a_prediction_that_is_no_number_is_refused():
    keypoints = np.zeros((2, 21, 2))
    keypoints[1, 4] = np.nan
    with pytest.raises(ValueError, match="keypoint 4 of image 1"):
        metrics.errors(keypoints, np.zeros((2, 21, 2)), np.ones((2, 21), bool))


@pytest.mark.parametrize(
    ("style", "perfect", "fifteen"), [("hand3d", 1.0, 0.5), ("mmpose", 0.95, 0.45)]
)
def test_the_literal_areas_of_both_styles(style, perfect, fifteen):
    assert metrics.auc(constant(0.0), style) == pytest.approx(perfect)
    assert metrics.auc(constant(15.0), style) == pytest.approx(fifteen)
    assert metrics.auc(constant(31.0), style) == 0.0


def test_the_area_is_the_integral_of_the_curve():
    errors = np.random.default_rng(0).uniform(0, 40, (5, 21))
    curve = metrics.pck_curve(errors, metrics.HAND3D_THRESHOLDS)
    trapezoids = ((curve[1:] + curve[:-1]) / 2).sum() / 19
    assert metrics.auc(errors, "hand3d") == pytest.approx(trapezoids)
    curve = metrics.pck_curve(errors, metrics.MMPOSE_THRESHOLDS, strict=True)
    assert metrics.auc(errors, "mmpose") == pytest.approx(curve.mean())


def test_a_threshold_is_reached_by_an_equal_error_unless_strict():
    assert metrics.pck(constant(5.0), 5.0) == 1.0
    assert metrics.pck(constant(5.0), 5.0, strict=True) == 0.0


def test_means_per_keypoint_and_over_all_differ_where_labels_are_uneven():
    # Keypoint 0: 1, 2, 9 (mean 4, median 2); keypoint 1: 10 (mean and median 10).
    errors = nearly_empty(_0_0=1, _1_0=2, _2_0=9, _3_1=10)
    assert metrics.epe(errors) == pytest.approx((4 + 10) / 2)
    assert metrics.epe(errors, per_keypoint=False) == pytest.approx(22 / 4)
    assert metrics.epe_quantile(errors, 0.5) == pytest.approx((2 + 10) / 2)
    assert metrics.epe_quantile(errors, 0.5, per_keypoint=False) == pytest.approx((2 + 9) / 2)


def test_a_share_correct_is_taken_per_keypoint_first():
    errors = nearly_empty(_0_0=1, _1_0=1, _2_0=1, _3_1=10)
    assert metrics.pck(errors, 5.0) == pytest.approx(0.5)


def test_a_percentile_is_linear_between_neighbours():
    errors = nearly_empty(_0_0=0, _1_0=1, _2_0=2, _3_0=3)
    assert metrics.epe_quantile(errors, 0.9) == pytest.approx(2.7)


@pytest.mark.parametrize(
    "metric",
    [
        metrics.epe,
        lambda errors: metrics.epe_quantile(errors, 0.5),
        lambda errors: metrics.pck(errors, 5.0),
        lambda errors: metrics.auc(errors, "hand3d"),
        lambda errors: metrics.auc(errors, "mmpose"),
    ],
)
def test_nothing_labelled_gives_nan_with_a_warning_never_zero(metric):
    with pytest.warns(RuntimeWarning, match="no labelled keypoint"):
        assert np.isnan(metric(constant(np.nan)))


def test_the_long_side_spans_the_labelled_keypoints():
    truth = np.zeros((3, 21, 2))
    truth[0, 1] = 30, 40
    truth[0, 2] = 900, 900
    labelled = np.ones((3, 21), bool)
    labelled[0, 2] = False
    labelled[2] = False
    assert metrics.long_sides(truth, labelled).tolist()[:2] == [40.0, 1.0]
    assert np.isnan(metrics.long_sides(truth, labelled)[2])
