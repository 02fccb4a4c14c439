"""PHOTOS: for evaluation only, v of 0 not labelled, files only from its own folder."""

import json

import numpy as np
import pytest
from drawn import Drawn
from layouts import make_photos, write_json

from handpose.config import Config
from handpose.datasets.registry import open_dataset
from handpose.errors import BadSampleError, HandposeError


@pytest.fixture(name="folder")
def _folder(tmp_path):
    return make_photos(tmp_path / "photos")


def open_here(folder):
    return open_dataset("PHOTOS", Config(dataset_path=str(folder)))


def change(folder, **changes):
    entries = json.loads((folder / "annotations.json").read_text())
    entries[0].update(changes)
    write_json(folder / "annotations.json", entries)


def test_a_photograph_has_its_labels_source_and_side(folder):
    dataset, drawn = open_here(folder), Drawn().sample("eval", "00001")
    assert [key.partition(":")[2] for key in dataset.keys("eval")] == ["0", "1", "2"]
    sample = dataset.sample("eval", "1")
    known = [place for place in range(21) if place != 4]
    np.testing.assert_allclose(sample.keypoints[known], drawn.keypoints[known], atol=1e-4)
    assert np.flatnonzero(~sample.labelled).tolist() == [4]
    assert (sample.labelled == sample.visible).all()
    assert (sample.name, sample.source) == ("home/1.png", "home")
    assert sample.handedness == drawn.handedness


def test_corrected_labels_are_other_keys(folder):
    before = open_here(folder).keys("eval")
    change(folder, hand="corrected")
    assert set(before).isdisjoint(open_here(folder).keys("eval"))


@pytest.mark.parametrize("hand", [None, "both", 3])
def test_any_other_side_is_unknown(folder, hand):
    change(folder, hand=hand)
    assert open_here(folder).sample("eval", "0").handedness == "unknown"


def test_photographs_are_never_trained_on(folder):
    with pytest.raises(HandposeError, match="for evaluation only, never trained on; --state=eval"):
        open_here(folder).keys("train")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"keypoints": [[1, 2, 2]] * 20}, "20 keypoints, 21 expected"),
        ({"keypoints": None}, "keypoints of numbers x, y, v expected, got None"),
        ({"keypoints": [["1", "2", "2"]] * 21}, "keypoints of numbers x, y, v expected"),
        ({"image": 7}, "a photograph with 'image' and 'keypoints' expected"),
        ({"image": "../secret.png"}, "leads out of the folder"),
        ({"image": "home/none.png"}, "No such file"),
    ],
)
def test_a_bad_entry_is_named(folder, changes, message):
    change(folder, **changes)
    with pytest.raises(BadSampleError, match=message):
        open_here(folder).sample("eval", "0")


def test_a_bad_entry_is_named_by_its_place(folder):
    write_json(folder / "annotations.json", ["no photograph"])
    with pytest.raises(BadSampleError, match=r"^annotations.json\[0\]: a photograph with"):
        open_here(folder).sample("eval", "0")


@pytest.mark.parametrize(("text", "message"), [("[", "not JSON"), ("{}", "a list of photographs")])
def test_a_broken_list_is_named(folder, text, message):
    (folder / "annotations.json").write_text(text)
    with pytest.raises(HandposeError, match=f"annotations.json: {message}"):
        open_here(folder).keys("eval")
