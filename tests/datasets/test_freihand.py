"""FreiHAND: labels found again in the pixels, pose = picture modulo poses, faults named."""

import json

import numpy as np
import pytest
from dots import dots_at
from layouts import make_freihand, write_json

from handpose.config import Config
from handpose.datasets.registry import open_dataset
from handpose.errors import BadSampleError, HandposeError
from handpose.pictures import decode


@pytest.fixture(name="folder")
def _folder(tmp_path):
    return make_freihand(tmp_path / "FreiHAND")


def open_here(folder):
    return open_dataset("FREIHAND", Config(dataset_path=str(folder)))


@pytest.mark.parametrize(
    ("state", "key"), [("train", "00000000"), ("train", "00000003"), ("eval", "00000001")]
)
def test_every_keypoint_lies_on_its_dot(folder, state, key):
    sample = open_here(folder).sample(state, key)
    assert dots_at(decode(sample.image, key), sample.keypoints) == list(range(21))
    assert sample.visible.all()
    assert sample.handedness == "right"


def test_the_versions_follow_one_another(folder):
    dataset = open_here(folder)
    assert dataset.keys("train") == [f"{i:08d}" for i in range(4)]
    first, second = dataset.sample("train", "00000001"), dataset.sample("train", "00000003")
    np.testing.assert_array_equal(first.keypoints, second.keypoints)
    assert first.attributes == {"version": "green screen"}
    assert second.attributes == {"version": "homogenised"}


def test_the_evaluation_has_one_version(folder):
    dataset = open_here(folder)
    assert dataset.keys("eval") == ["00000000", "00000001"]
    assert dataset.sample("eval", "00000000").attributes == {}


def test_a_missing_picture_is_named_not_left_out(folder):
    (folder / "training/rgb/00000002.jpg").unlink()
    dataset = open_here(folder)
    assert len(dataset.keys("train")) == 4
    with pytest.raises(BadSampleError, match=r"training/rgb/00000002.jpg: No such file"):
        dataset.sample("train", "00000002")


def test_a_keypoint_outside_the_picture_is_labelled_but_not_visible(folder):
    points = json.loads((folder / "training_xyz.json").read_text())
    points[0][4] = [1.0, 0.0, 0.7]
    points[0][8] = [0.0, 0.0, -0.7]  # behind the camera: nowhere
    write_json(folder / "training_xyz.json", points)
    sample = open_here(folder).sample("train", "00000000")
    assert sample.labelled.all()
    assert not sample.visible[[4, 8]].any()
    assert sample.fault() == "a labelled keypoint is not a finite number"


@pytest.mark.parametrize("pose", [[[0, 0, 1]] * 20, "none", [["a", "b", "c"]] * 21, None])
def test_a_pose_that_cannot_be_used_is_named(folder, pose):
    points = json.loads((folder / "training_xyz.json").read_text())
    write_json(folder / "training_xyz.json", [pose, points[1]])
    with pytest.raises(BadSampleError, match=r"training/rgb/00000000.jpg: its labels cannot be"):
        open_here(folder).sample("train", "00000000")


def test_a_camera_short_is_named(folder):
    write_json(folder / "training_K.json", [np.eye(3).tolist()])
    with pytest.raises(HandposeError, match=r"training_K.json: 1 cameras, 2 expected"):
        open_here(folder).keys("train")


@pytest.mark.parametrize(("text", "message"), [("[", "not JSON"), ("{}", "a list with an entry")])
def test_a_broken_label_file_is_named(folder, text, message):
    (folder / "evaluation_xyz.json").write_text(text)
    with pytest.raises(HandposeError, match=f"evaluation_xyz.json: {message}"):
        open_here(folder).keys("eval")


def test_a_missing_dataset_says_how_to_name_it(tmp_path):
    with pytest.raises(HandposeError, match="FREIHAND is not there; give its folder"):
        open_here(tmp_path).keys("train")
