"""BOXES: a list of photographs, and what is refused in it."""

import json

import cv2
import numpy as np
import pytest

from handpose.detection.photographs import photographs, read_list, with_flesh
from handpose.errors import HandposeError
from handpose.inference.detections import Detections
from handpose.models.detector.targets import HAND


@pytest.fixture
def folder(tmp_path):
    """A folder with one grey photograph of 60 x 40 px below `shots`, and a secret beside it."""
    (tmp_path / "boxes/shots").mkdir(parents=True)
    for path in ("boxes/shots/a.png", "secret.png"):
        cv2.imwrite(str(tmp_path / path), np.full((40, 60, 3), 90, np.uint8))
    return tmp_path / "boxes"


GOOD = {
    "image": "shots/a.png",
    "width": 60,
    "height": 40,
    "boxes": [[1, 2, 30, 20], [5, 5, 8, 8.5]],
}


def listed(folder, *entries):
    (folder / "annotations.json").write_text(json.dumps(entries))
    return list(photographs(folder))


def test_a_photograph_comes_with_its_boxes(folder):
    empty = GOOD | {"boxes": []}
    (name, image, truth), (_, _, nothing) = listed(folder, GOOD, empty)
    assert name == "shots/a.png"
    assert image.shape == (40, 60, 3)
    np.testing.assert_array_equal(truth.boxes, GOOD["boxes"])
    np.testing.assert_array_equal(truth.kind, [HAND, HAND])
    assert np.isnan(truth.angles).all()
    assert nothing.boxes.shape == (0, 4)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"image": "../secret.png"}, r"\.\./secret.png: leads out of the folder"),
        ({"image": "shots/b.png"}, "b.png: No such file"),
        ({"image": 3}, r"annotations.json\[0\]: a photograph with 'image'"),
        ({"width": 40, "height": 60}, r"\[0\]: shots/a.png is 60 x 40, the entry says 40 x 60"),
        ({"boxes": None}, r"\[0\]: 'boxes'"),
        ({"boxes": [[1, 2, 3]]}, r"\[0\]: 'boxes'"),
        ({"boxes": [[1, 2, 3, 0]]}, "w and h above 0"),
        ({"boxes": [[1, 2, float("nan"), 4]]}, "finite"),
        ({"boxes": "all"}, "'boxes'"),
    ],
)
def test_an_entry_that_cannot_be_used_is_named(folder, change, said):
    with pytest.raises(HandposeError, match=said) as caught:
        listed(folder, GOOD | change)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [("{", "not JSON"), ("{}", "a list of photographs"), ("[]", "a list of photogr")],
)
def test_another_list_is_refused(tmp_path, text, said):
    (tmp_path / "annotations.json").write_text(text)
    with pytest.raises(HandposeError, match=said):
        read_list(tmp_path)


def test_a_missing_list_says_how_to_name_its_folder(tmp_path):
    with pytest.raises(
        HandposeError, match=r"annotations.json: BOXES is not there; .*--dataset_path="
    ):
        read_list(tmp_path)


def test_boxes_round_keypoints_grow_by_the_flesh_and_stay_in_the_picture():
    boxes = np.array([[20, 30, 100, 50], [0, 0, 50, 10.0]])
    found = with_flesh(Detections(boxes, np.zeros(2), np.ones(2)), (200, 300))
    # Six hundredths of 100 and of 50 px, half of them on each side.
    np.testing.assert_allclose(found.boxes, [[17, 27, 106, 56], [0, 0, 51.5, 11.5]])


def test_where_nothing_is_found_nothing_grows():
    none = Detections(np.zeros((0, 4)), np.zeros(0), np.zeros(0))
    assert with_flesh(none, (20, 30)).boxes.shape == (0, 4)
