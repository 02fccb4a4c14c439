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
    (hand,) = Finder(brightest, SIZE, 1).find([image])
    np.testing.assert_allclose(hand.keypoints, np.tile(centre, (21, 1)), atol=0.02 * max(shape))
    assert (hand.handedness, hand.presence) == ("left", 1.0)


def test_a_circle_stays_round():
    seen = []

    def remember(crops):
        seen.append(crops.copy())
        return brightest(crops)

    image = np.full((32, 128, 3), 200, np.uint8)
    Finder(remember, SIZE, 1).find([image])
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
        Finder(spoilt, SIZE, 1).find([np.full((9, 9, 3), 9, np.uint8)])


@pytest.mark.parametrize("make", [make_litert, make_onnx])
def test_an_exported_file_finds_the_hand_of_each_picture(make, tmp_path):
    finder = exported_finder(make(tmp_path), batch=2)
    assert (finder.size, finder.batch) == (64, 2)
    first, second = finder.find([dot((40, 160), 130, 20), dot((300, 100), 50, 250)])
    np.testing.assert_allclose(first.keypoints, np.tile([130, 20], (21, 1)), atol=3)
    np.testing.assert_allclose(second.keypoints, np.tile([50, 250], (21, 1)), atol=5)
