"""Predictions under each protocol, against numbers worked out by hand."""

import numpy as np
import pytest

from handpose.evaluation import bootstrap
from handpose.evaluation.measure import measure
from handpose.evaluation.protocols import PROTOCOLS, chosen

PART, ALL = PROTOCOLS["hand3d"]
(MMPOSE,) = PROTOCOLS["mmpose"]
REAL_PHOTO = PROTOCOLS["real-photo"][0]


def values(row):
    return {key: number.value for key, number in row.numbers.items()}


@pytest.mark.parametrize("protocol", chosen(PROTOCOLS), ids=lambda protocol: protocol.title)
def test_a_perfect_result(protocol, make_predictions):
    found = values(measure(make_predictions(np.zeros(20)), protocol, seed=0).whole)
    assert found.pop("auc") == pytest.approx(0.95 if protocol.name == "mmpose" else 1.0)
    assert {key: value for key, value in found.items() if "pck" not in key} == dict.fromkeys(
        ("epe", "median", "p90", "p95", "nepe"), 0.0
    )
    assert {value for key, value in found.items() if "pck" in key} == {1.0}


def test_fifteen_pixels_everywhere(make_predictions):
    predictions = make_predictions(np.full(4, 15.0))
    whole = values(measure(predictions, PART, seed=0).whole)
    assert whole == pytest.approx(
        {"epe": 15, "median": 15, "p90": 15, "p95": 15, "nepe": 0.15, "auc": 0.5,
         "pck@0.05": 0, "pck@0.1": 0, "pck@0.2": 1}
    )  # fmt: skip
    assert values(measure(predictions, MMPOSE, seed=0).whole)["auc"] == pytest.approx(0.45)


def test_mmposes_box_is_a_fifth_larger_than_the_hand(make_predictions):
    # 22 px of a 100-px hand: 0.22 of it, 0.183 of the box of 120 px.
    found = values(measure(make_predictions([22.0]), MMPOSE, seed=0).whole)
    assert (found["pck@0.2"], found["pck_box@0.2"]) == (0.0, 1.0)


def test_an_error_equal_to_the_share_is_correct_in_hand3d_and_not_in_mmpose(make_predictions):
    predictions = make_predictions([5.0])
    found = [values(measure(predictions, one, seed=0).whole)["pck@0.05"] for one in (ALL, MMPOSE)]
    assert found == [1.0, 0.0]


def test_mmpose_averages_errors_over_all_and_shares_per_keypoint(make_predictions):
    errors, visible = np.zeros((4, 21)), np.zeros((4, 21), bool)
    visible[:3, 0] = visible[3, 1] = True
    errors[3, 1] = 60.0
    predictions = make_predictions(errors, visible=visible, labelled=np.ones((4, 21), bool))
    found = values(measure(predictions, MMPOSE, seed=0).whole)
    assert found["epe"] == pytest.approx(15.0)
    assert found["pck@0.2"] == pytest.approx(0.5)
    assert found["auc"] == pytest.approx(0.95 / 2)
    assert values(measure(predictions, PART, seed=0).whole)["epe"] == pytest.approx(30.0)


def test_part_counts_visible_keypoints_and_all_every_labelled_one(make_predictions):
    errors = np.zeros((2, 21))
    errors[:, 20] = 21.0
    visible = np.ones((2, 21), bool)
    visible[:, 20] = False
    predictions = make_predictions(errors, visible=visible)
    part, everything = (measure(predictions, protocol, seed=0) for protocol in (PART, ALL))
    assert (part.whole.numbers["epe"].value, part.whole.keypoints) == (0.0, 40)
    assert everything.whole.numbers["epe"].value == pytest.approx(1.0)
    assert everything.whole.keypoints == 42


def test_fingers_and_keypoints_have_rows_of_their_own(make_predictions):
    errors = np.zeros((3, 21))
    errors[:, 8] = 12.0  # the tip of the index finger
    result = measure(make_predictions(errors), ALL, seed=0)
    fingers = {row.group: row.numbers["epe"].value for row in result.rows_of("finger")}
    assert fingers == pytest.approx({"thumb": 0, "index": 3, "middle": 0, "ring": 0, "pinky": 0})
    keypoints = {row.group: row.numbers["median"].value for row in result.rows_of("keypoint")}
    assert len(keypoints) == 21
    assert keypoints["index_tip"] == pytest.approx(12.0)
    assert sum(keypoints.values()) == pytest.approx(12.0)


def test_real_photo_is_the_mean_over_sources_small_ones_pooled_rendered_ones_apart(
    make_predictions,
):
    counts = {"large": 20, "few": 8, "fewer": 4, "mmpose_rhd": 3}
    source = [name for name, count in counts.items() for _ in range(count)]
    errors = np.array([10.0] * 20 + [40.0] * 8 + [10.0] * 4 + [90.0] * 3)
    result = measure(make_predictions(errors, source=source), REAL_PHOTO, seed=0)
    rows = {row.group: (row.images, row.numbers["nepe"].value) for row in result.rows_of("source")}
    assert rows == {
        "large": (20, pytest.approx(0.1)),
        "small_mix": (12, pytest.approx(0.3)),
        "mmpose_rhd": (3, pytest.approx(0.9)),
    }
    assert result.whole.kind == "macro"
    assert result.whole.numbers["nepe"].value == pytest.approx(0.2)
    assert result.whole.numbers["epe"].value == pytest.approx(0.2 * 204.8)
    assert result.whole.images == 32
    # 0.1 long sides are 20.48 px: of the 20 thresholds those from 22.1 px on are reached.
    assert result.curve[-1] == pytest.approx((1 + 4 / 12) / 2)
    assert result.rows_of("keypoint")[0].images == 32


def test_rendered_pictures_alone_have_a_row_but_no_mean(make_predictions):
    predictions = make_predictions([10.0, 10.0], source="mmpose_rhd")
    with pytest.warns(RuntimeWarning, match="no labelled keypoint"):
        result = measure(predictions, REAL_PHOTO, seed=0)
    assert np.isnan(result.whole.numbers["nepe"].value)
    assert result.rows_of("source")[0].numbers["nepe"].value == pytest.approx(0.1)


def test_a_mix_of_datasets_is_told_apart_in_every_protocol(make_predictions):
    result = measure(make_predictions([2.0, 4.0], source=["RHD", "STB_320"]), ALL, seed=0)
    assert [row.group for row in result.rows_of("source")] == ["RHD", "STB_320"]
    assert result.whole.numbers["epe"].value == pytest.approx(3.0)


def test_an_unlabelled_image_is_not_counted(make_predictions):
    labelled = np.ones((3, 21), bool)
    labelled[1] = False
    result = measure(make_predictions([1.0, 50.0, 3.0], labelled=labelled), ALL, seed=0)
    assert result.whole.images == 2
    assert result.whole.numbers["epe"].value == pytest.approx(2.0)


def test_nothing_labelled_gives_nan_with_a_warning(make_predictions):
    predictions = make_predictions([1.0], labelled=np.zeros((1, 21), bool))
    with pytest.warns(RuntimeWarning, match="no labelled keypoint"):
        result = measure(predictions, ALL, seed=0)
    assert result.whole.images == 0
    assert all(np.isnan(value) for value in values(result.whole).values())


def test_the_interval_holds_the_value_and_repeats_for_a_seed(make_predictions):
    errors = np.random.default_rng(5).uniform(0, 20, 40)
    first, again, other = (
        measure(make_predictions(errors), ALL, seed=seed).whole.numbers["epe"] for seed in (1, 1, 2)
    )
    assert first == again
    assert (first.low, first.high) != (other.low, other.high)
    # The standard error of 40 values is their std / sqrt(40); 95 % are 1.96 of it either way.
    half = 1.96 * errors.std() / np.sqrt(40)
    assert first.low == pytest.approx(errors.mean() - half, abs=0.25 * half)
    assert first.high == pytest.approx(errors.mean() + half, abs=0.25 * half)


def test_resamples_draw_as_many_images_as_there_are():
    weights = bootstrap.weights(7, seed=3)
    assert (weights[0] == 1).all()
    assert (weights.sum(axis=1) == 7).all()
    assert weights.shape == (1 + bootstrap.RESAMPLES, 7)
    assert abs(weights[1:].mean() - 1) < 1e-9
