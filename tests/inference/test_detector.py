"""HandDetector on a model that needs no training, and what it makes of answers."""

from pathlib import Path

import numpy as np
import pytest

from handpose import shipped
from handpose.errors import HandposeError
from handpose.geometry import image_to_crop, letterbox
from handpose.inference import detector
from handpose.inference.card import Card
from handpose.inference.crops import ArgumentError
from handpose.inference.detector import HandDetector, distinct_boxes, in_picture
from handpose.inference.model import Model

SIZE = 64


def answers_with(*rows):
    """Sixteen rows of (box, angle, score), those not given of score 0."""
    boxes, angles, scores = np.zeros((16, 4)), np.zeros(16), np.zeros(16)
    for place, row in enumerate(rows):
        boxes[place], angles[place], scores[place] = row
    return {name: array.astype(np.float32) for name, array in
            (("boxes", boxes), ("angles", angles), ("scores", scores))}  # fmt: skip


def bright_spot(inputs):
    """One hand: the box round what is bright, sure; and an unsure one in a corner."""
    rows, columns = np.nonzero(inputs[0].max(axis=-1) > 128)
    low, high = np.array([columns.min(), rows.min()]), np.array([columns.max(), rows.max()]) + 1
    found = answers_with(([*low, *(high - low)], 90, 0.9), ([0, 0, 8, 8], 0, 0.3))
    return {name: values[None] for name, values in found.items()}


@pytest.fixture
def opened(monkeypatch):
    """What the detector asked to open; it gets the bright spot's model."""
    asked = []

    def open_model(path, num_threads, task):
        asked.append((path, num_threads, task))
        return Model(bright_spot, Card(input_size=SIZE, box_scale=1, task="detection"))

    monkeypatch.setattr(detector, "open_model", open_model)
    return asked


def a_picture(height, width, box):
    image = np.zeros((height, width, 3), np.uint8)
    x, y, w, h = box
    image[y : y + h, x : x + w] = 255
    return image


@pytest.mark.parametrize(("height", "width"), [(128, 128), (96, 192), (192, 96), (32, 64)])
def test_boxes_come_in_pixels_of_the_picture(opened, height, width):
    box = [width // 4, height // 4, width // 2, height // 4]
    found = HandDetector("a.tflite")(a_picture(height, width, box))
    # Within a pixel of the input, as large as long side / 64 in the picture.
    np.testing.assert_allclose(found.boxes, [box], atol=max(height, width) / SIZE)
    np.testing.assert_allclose(found.angles, [90])
    np.testing.assert_allclose(found.scores, [0.9], rtol=1e-6)


def test_the_threshold_decides_what_counts(opened):
    image = a_picture(64, 64, [30, 30, 20, 20])
    assert len(HandDetector("a.tflite", threshold=0.3)(image)) == 2
    assert len(HandDetector("a.tflite", threshold=0.95)(image)) == 0


def seen_whole(inputs):
    """One hand: the box round what is bright; as sure as it is large, from 8 px of the input on."""
    rows, columns = np.nonzero(inputs[0].max(axis=-1) > 128)
    if len(rows) == 0 or np.ptp(columns) < 8:
        found = answers_with()
    else:
        low, high = np.array([columns.min(), rows.min()]), np.array([columns.max(), rows.max()]) + 1
        found = answers_with(([*low, *(high - low)], 90, min(1.0, (high - low)[0] / SIZE)))
    return {name: values[None] for name, values in found.items()}


def test_a_small_hand_is_found_in_a_part_once_and_in_pixels_of_the_picture():
    model = Model(seen_whole, Card(input_size=SIZE, box_scale=1, task="detection"))
    image = a_picture(256, 256, [30, 150, 24, 24])  # 6 px of an input that shows the whole
    assert len(detector.detect(model, image)) == 0
    found = detector.detect(model, image, tiles=3)
    np.testing.assert_allclose(found.boxes, [[30, 150, 24, 24]], atol=2)  # a pixel of the part's


def test_a_hand_that_a_part_cuts_off_is_found_in_the_whole_picture_only():
    model = Model(seen_whole, Card(input_size=SIZE, box_scale=1, task="detection"))
    image = a_picture(256, 256, [20, 20, 200, 200])
    found = detector.detect(model, image, tiles=3)
    np.testing.assert_allclose(found.boxes, [[20, 20, 200, 200]], atol=4)


def test_options_reach_the_model(opened):
    HandDetector("mine.onnx", num_threads=3)
    assert opened == [(Path("mine.onnx"), 3, "detection")]


def test_without_a_name_the_shipped_one_is_taken(opened, tmp_path, monkeypatch):
    monkeypatch.setattr(shipped, "FOLDER", tmp_path)
    with pytest.raises(HandposeError, match=r"detector_float16.tflite is missing.*handpose export"):
        HandDetector()
    (tmp_path / shipped.DETECTOR).touch()
    HandDetector()
    assert opened == [(tmp_path / shipped.DETECTOR, 1, "detection")]


@pytest.mark.parametrize(
    "options",
    [
        {"threshold": -0.1},
        {"threshold": 1.5},
        {"num_threads": 0},
        {"num_threads": 1.0},
        {"tiles": 0},
        {"tiles": 9},
        {"tiles": 2.0},
    ],
)
def test_impossible_options_are_refused(opened, options):
    with pytest.raises(ArgumentError, match="expected"):
        HandDetector("a.tflite", **options)


@pytest.mark.parametrize("image", [None, np.zeros((8, 8), np.uint8), np.zeros((8, 8, 3))])
def test_what_is_no_picture_is_refused(opened, image):
    with pytest.raises(ArgumentError, match="image"):
        HandDetector("a.tflite")(image)


def in_square(*rows, height=SIZE, width=SIZE):
    to_input = image_to_crop(letterbox((height, width)), SIZE)
    return in_picture(answers_with(*rows), to_input, (height, width))


def test_a_box_is_cut_to_the_picture_and_dropped_outside_of_it():
    # 128 x 64 px lie in rows 16 to 48 of the input, twice as large as there.
    found = in_square(([-4, 10, 20, 16], 0, 0.9), ([10, 0, 20, 15], 0, 0.8), height=64, width=128)
    np.testing.assert_allclose(found.boxes, [[0, 0, 32, 20]], atol=1e-4)


def test_the_same_hand_once_more_is_left_out():
    one, again, other = [10, 10, 20, 20], [11, 10, 20, 20], [18, 10, 20, 20]
    found = in_square((one, 5, 0.9), (again, 6, 0.8), (other, 7, 0.7))
    np.testing.assert_allclose(found.angles, [5, 7])


def test_rows_without_a_score_are_nothing():
    assert len(in_square(([10, 10, 20, 20], 0, 0.0))) == 0


def test_boxes_that_share_three_fifths_are_two_hands_and_more_is_one():
    # 4 px apart of 16 px: 12 of 20 are shared.
    boxes = np.array([[0, 0, 16, 10], [4, 0, 16, 10], [3.9, 0, 16, 10]], float)
    np.testing.assert_array_equal(distinct_boxes(boxes[:2]), [0, 1])
    np.testing.assert_array_equal(distinct_boxes(boxes[[0, 2]]), [0])
    assert len(distinct_boxes(np.zeros((0, 4)))) == 0
