"""Pictures of any shape go letterboxed into a network and come back in their own pixels."""

import numpy as np
import pytest
from toy_landmarker import dot, make_litert, make_onnx

from handpose.errors import HandposeError
from handpose.inference.finder import Finder, exported_finder

SIZE = 64


def brightest(crops):
    """Stands in for a network: every keypoint is the centre of what is bright."""
    weight = crops[..., 0] / crops[..., 0].sum(axis=(1, 2), keepdims=True).clip(1e-9)
    centres = np.arange(SIZE) + 0.5
    x, y = (weight.sum(axis=1) @ centres), (weight.sum(axis=2) @ centres)
    batch = len(crops)
    return {
        "keypoints": np.repeat(np.stack([x, y], axis=1)[:, None], 21, axis=1),
        "scores": np.full((batch, 21), 0.9),
        "handedness": np.full(batch, 0.25),
        "presence": np.ones(batch),
    }


@pytest.mark.parametrize(
    ("shape", "centre"),
    [
        ((64, 64), (20.0, 40.0)),  # as large as the crop
        ((40, 160), (30.0, 20.0)),  # wide
        ((300, 100), (50.0, 250.0)),  # high, shrunk more than twofold
        ((21, 17), (8.0, 10.0)),  # magnified
    ],
)
def test_a_dot_is_found_where_it_is_in_the_picture(shape, centre):
    image = np.zeros((*shape, 3), np.uint8)
    x, y = map(int, centre)
    radius = max(1, max(shape) // 16)
    image[y - radius : y + radius, x - radius : x + radius] = 255
    ((hand,),) = Finder(brightest, SIZE, 1, 2.0).in_crops([image])
    np.testing.assert_allclose(hand.keypoints, np.tile(centre, (21, 1)), atol=0.02 * max(shape))
    assert (hand.handedness, hand.presence) == ("left", 1.0)


def test_a_circle_stays_round():
    seen = []

    def remember(crops):
        seen.append(crops.copy())
        return brightest(crops)

    image = np.full((32, 128, 3), 200, np.uint8)
    Finder(remember, SIZE, 1, 2.0).in_crops([image])
    assert seen[0].dtype == np.float32
    filled = seen[0][0, :, :, 0] > 100
    assert filled.all(axis=1).sum() == 16  # 32 of 128 rows, letterboxed into 64
    assert not filled[:24].any()
    assert not filled[40:].any()


def test_a_network_that_answers_with_nan_is_refused():
    def spoilt(crops):
        answers = brightest(crops)
        return answers | {"keypoints": answers["keypoints"] * np.nan}

    with pytest.raises(HandposeError, match="its weights are spoilt"):
        Finder(spoilt, SIZE, 1, 2.0).in_crops([np.full((9, 9, 3), 9, np.uint8)])


@pytest.mark.parametrize("make", [make_litert, make_onnx])
def test_an_exported_file_finds_the_hand_of_each_picture(make, tmp_path):
    finder = exported_finder(make(tmp_path), batch=2)
    assert (finder.size, finder.batch) == (64, 2)
    (first,), (second,) = finder.in_crops([dot((40, 160), 130, 20), dot((300, 100), 50, 250)])
    np.testing.assert_allclose(first.keypoints, np.tile([130, 20], (21, 1)), atol=3)
    np.testing.assert_allclose(second.keypoints, np.tile([50, 250], (21, 1)), atol=5)


def test_each_box_is_a_crop_of_its_own_however_many_run_at_once():
    image = np.zeros((100, 200, 3), np.uint8)
    image[40:44, 28:32] = image[60:64, 148:152] = 255
    boxes, angles = np.array([[20, 30, 20, 20], [140, 50, 20, 20.0]]), np.array([0.0, 90.0])
    for batch in (1, 2, 5):
        hands = Finder(brightest, SIZE, batch, 2.0).in_boxes(image, boxes, angles)
        np.testing.assert_allclose(hands.keypoints[:, 7], [[30, 42], [150, 62]], atol=0.5)


def test_a_crop_reaches_as_far_round_its_box_as_the_network_has_learnt():
    shown = []

    def remember(crops):
        shown.append(crops[0, :, :, 0] > 100)
        return brightest(crops)

    image = np.full((100, 100, 3), 200, np.uint8)
    image[:, :30] = image[:, 50:] = 0  # bright for 20 px, the width of the box
    Finder(remember, SIZE, 1, 4.0).in_boxes(image, np.array([[30, 40, 20, 20.0]]), np.zeros(1))
    assert shown[0].any(axis=0).sum() == SIZE // 4


def test_without_boxes_there_are_no_hands():
    none = Finder(brightest, SIZE, 3, 2.0).in_boxes(
        np.zeros((9, 9, 3), np.uint8), np.zeros((0, 4)), np.zeros(0)
    )
    assert (len(none), none.keypoints.shape) == (0, (0, 21, 2))


def test_a_crop_is_turned_so_that_its_hand_points_up():
    shown = []

    def remember(crops):
        shown.append(crops[0, :, :, 0])
        return brightest(crops)

    image = np.zeros((100, 100, 3), np.uint8)
    image[48:52, 60:64] = 255  # right of the box's middle, where a hand of 90 degrees points
    Finder(remember, SIZE, 1, 2.0).in_boxes(image, np.array([[30, 30, 40, 40.0]]), np.array([90.0]))
    row, column = np.unravel_index(shown[0].argmax(), shown[0].shape)
    # 12 px of 80 are 9.6 of 64, above the middle.
    assert abs(row - (32 - 9.6)) < 2
    assert abs(column - 32) < 2
