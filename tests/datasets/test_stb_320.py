"""STB_320: 320x320 round the middle MCP, the keypoints moved along, magnified near the border."""

import numpy as np
import pytest
from dots import dots_at
from layouts import make_stb

from handpose.config import Config
from handpose.datasets.registry import open_dataset
from handpose.datasets.stb_320 import cut_square
from handpose.hand import MIDDLE_MCP
from handpose.pictures import decode

SIZE = (480, 640)


def hand_at(centre, reach):
    """All keypoints at the MCP but one, `reach` px to its left, and one as far above."""
    keypoints = np.tile(np.array(centre, np.float32), (21, 1))
    keypoints[4, 0] -= reach
    keypoints[8, 1] -= reach
    return keypoints


@pytest.fixture(scope="module", name="dataset")
def _dataset(tmp_path_factory):
    folder = make_stb(tmp_path_factory.mktemp("stb") / "STB", frames=1)
    return open_dataset("STB_320", Config(dataset_path=str(folder)))


@pytest.mark.parametrize("camera", ["BB_left", "SK_color"])
def test_every_keypoint_lies_on_its_dot_in_the_cut(dataset, camera):
    sample = dataset.sample("eval", f"B1Counting/{camera}_0")
    picture = decode(sample.image, sample.name)
    assert picture.shape == (320, 320, 3)
    assert dots_at(picture, sample.keypoints) == list(range(21))
    assert sample.source == f"STB_320 {camera}"


def test_the_middle_mcp_stands_in_the_centre(dataset):
    sample = dataset.sample("eval", "B1Counting/SK_color_0")
    np.testing.assert_allclose(sample.keypoints[MIDDLE_MCP], [160, 160], atol=0.51)


def test_the_keys_are_those_of_stb(dataset):
    assert dataset.keys("eval") == [
        f"B1Counting/{c}_0" for c in ("BB_left", "BB_right", "SK_color")
    ]


@pytest.mark.parametrize(
    ("centre", "reach", "square"),
    [
        ((300, 240), 100, (300, 240, 320)),  # far from the border
        ((640 - 130, 240), 100, (510, 240, 260)),  # near it: smaller, magnified
        ((640 - 60, 240), 100, (530, 240, 220)),  # too near for the hand: moved off the MCP
        ((300, 240), 200, (300, 240, 440)),  # a hand that needs more gets more
        ((300, 240), 290, (300, 240, 480)),  # but not more than the picture
        ((640, 480), 0, (624, 464, 32)),  # hardly in the picture
    ],
)
def test_the_cut_stays_in_the_picture_and_holds_the_hand(centre, reach, square):
    np.testing.assert_allclose(cut_square(hand_at(centre, reach), SIZE), square, atol=1)


def test_the_cut_is_whole_pixels_inside_the_picture():
    rng = np.random.default_rng(0)
    for _ in range(200):
        keypoints = rng.uniform(-40, 680, 2) + rng.normal(0, rng.uniform(1, 150), (21, 2))
        x, y, side = cut_square(keypoints.astype(np.float32), SIZE)
        corner = np.array([x, y]) - side / 2
        assert side >= 32
        assert (corner >= 0).all()
        assert (corner + side <= [640, 480]).all()
        np.testing.assert_array_equal(corner, np.round(corner))


def test_a_keypoint_that_the_cut_leaves_out_is_not_visible(dataset, monkeypatch):
    monkeypatch.setattr("handpose.datasets.stb_320.cut_square", lambda *_: np.array([16, 16, 32.0]))
    sample = dataset.sample("eval", "B1Counting/BB_left_0")
    assert sample.labelled.all()
    assert not sample.visible.any()
