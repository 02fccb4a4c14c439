"""Worst images, panels and plots: what is drawn where."""

import dataclasses

import cv2
import numpy as np
import pytest

from handpose.evaluation import panels
from handpose.evaluation.images import hand_views, read_images, view_of
from handpose.evaluation.measure import measure
from handpose.evaluation.panels import draw_panels, four_panels, probability_bars
from handpose.evaluation.plots import plot_curves, plot_keypoints
from handpose.evaluation.predict import Predictions, labels
from handpose.evaluation.protocols import PROTOCOLS
from handpose.evaluation.store import curve_of
from handpose.evaluation.worst import COLUMNS, SIDE, draw_worst, worst_places
from handpose.hand import FINGER_COLOURS
from handpose.records.locate import open_all

ALL = PROTOCOLS["hand3d"][1]


def drawn_area(before, after):
    return np.count_nonzero((before != after).any(axis=-1))


@pytest.fixture(scope="module")
def records(rhd_run):
    return open_all(rhd_run, "eval")


@pytest.fixture(scope="module")
def predictions(records):
    """The truth of every picture, moved by ten times its place, in pixels."""
    known = labels(records)
    count = len(known["names"])
    moved = known["truth"] + 10.0 * np.arange(count)[:, None, None]
    return Predictions(
        keypoints=moved, scores=np.full((count, 21), 0.75), handedness=np.full(count, 0.5),
        presence=np.ones(count), **known,
    )  # fmt: skip


def test_images_come_in_the_records_order_and_only_those_wanted(records):
    found = dict(read_images(records, {4, 1}))
    assert list(found) == [1, 4]
    assert found[1].shape == (160, 160, 3)


def test_the_worst_come_first_and_unlabelled_ones_never(make_predictions):
    labelled = np.ones((20, 21), bool)
    labelled[19] = False
    errors = np.arange(20.0)
    result = measure(make_predictions(errors, labelled=labelled), ALL, 0)
    assert worst_places(result) == list(range(18, 2, -1))


def test_a_sheet_of_the_worst_is_written(tmp_path, predictions, records):
    result = measure(predictions, ALL, 0)
    assert worst_places(result) == [4, 3, 2, 1, 0]
    draw_worst(tmp_path / "worst.png", result, predictions, records)
    sheet = cv2.imread(str(tmp_path / "worst.png"))
    assert sheet.shape == (2 * (SIDE + 6), COLUMNS * (2 * SIDE + 6), 3)
    assert not sheet[SIDE + 6 :, 2 * SIDE + 6 :].any()  # five tiles in two rows of four


def test_the_view_is_the_hand_with_room_or_the_whole_picture():
    truth = np.zeros((21, 2), np.float32)
    truth[1] = 100, 50
    labelled = np.ones(21, bool)
    assert view_of(truth, labelled, np.array([200, 300])).tolist() == [50, 25, 160]
    nothing = view_of(truth, ~labelled, np.array([200, 300]))
    assert nothing.tolist() == [150, 100, 300]


def test_prediction_and_truth_are_drawn_where_they_are(predictions, records):
    image = dict(read_images(records, {4}))[4]
    bare, predicted, truth = hand_views(image, predictions, 4, 200)
    assert drawn_area(bare, predicted) > 200
    assert drawn_area(bare, truth) > 200
    assert drawn_area(predicted, truth) > 200
    exact = dataclasses.replace(predictions, keypoints=predictions.truth)
    _, same, truth = hand_views(image, exact, 4, 200)
    assert np.array_equal(same, truth)


def test_four_panels_none_of_them_blank(predictions, records):
    image = dict(read_images(records, {2}))[2]
    picture = four_panels(image, predictions, 2)
    side = panels.SIDE
    assert picture.shape == (2 * side, 2 * side, 3)
    prediction, truth = picture[:side, :side], picture[:side, side:]
    scored, bars = picture[side:, :side], picture[side:, side:]
    for panel in (prediction, truth, scored, bars):
        assert panel.std() > 10
    assert drawn_area(prediction, truth) > 500
    assert drawn_area(prediction, scored) > 500


def test_a_bar_is_as_long_as_its_probability():
    scores = np.zeros(21)
    scores[8], scores[12] = 1.0, 0.5
    chart = probability_bars(scores, 400)

    def length(finger):
        mask = (chart == FINGER_COLOURS[finger]).all(axis=-1)
        # A bar of no length is still one column wide.
        return np.count_nonzero(mask.any(axis=0)) - 1

    width = 400 - round(0.3 * 400) - round(0.12 * 400)
    assert length("index") == width
    assert length("middle") == width / 2
    assert length("ring") == 0


def test_panels_are_written_for_every_image(tmp_path, predictions, records):
    told = []
    draw_panels(tmp_path, predictions, records, lambda done, total: told.append((done, total)))
    assert told == [(1, 5)] * 5
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names[0] == "000000_evaluation_color_00000_png.png"
    assert len(names) == 5


def test_plots_are_written_for_few_images_and_keypoints_without_labels(tmp_path, make_predictions):
    labelled = np.ones((2, 21), bool)
    labelled[:, 4] = False
    results = [
        measure(make_predictions([3.0, 9.0], labelled=labelled), protocol, 0)
        for protocol in (ALL, PROTOCOLS["mmpose"][0])
    ]
    curves = [curve_of(result, {"run": "r", "dataset": "d"}) for result in results]
    plot_curves(tmp_path / "pck.png", curves, ["one", "two"])
    plot_keypoints(tmp_path / "keypoints.png", results, "title")
    for name in ("pck.png", "keypoints.png"):
        picture = cv2.imread(str(tmp_path / name))
        assert picture.shape[1] > picture.shape[0]
        assert picture.std() > 10
