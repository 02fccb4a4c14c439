"""Keypoint names as people write them."""

import pytest
from layouts_coco import NUMBERED_NAMES

from handpose.datasets.coco_names import canonical_place, places_of
from handpose.hand import KEYPOINTS


def test_our_own_names_and_coco_wholebodys_are_in_order():
    assert places_of(KEYPOINTS) == places_of(NUMBERED_NAMES) == list(range(21))


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("WRIST", 0),
        ("Palm center", 0),
        ("THUMB_CMC", 1),
        ("thumb_ip", 3),
        ("RightIndexFingerTip", 8),
        ("left_forefinger1", 5),
        ("L_ring_dip", 15),
        ("l little 4", 20),
        ("r-ring-1", 13),
        ("middle finger PIP", 10),
        ("pinkie-mcp", 17),
        ("thumb_pip", None),
        ("index_ip", None),
        ("index", None),
        ("thumb5", None),
        ("nose", None),
        ("left_shoulder", None),
        ("", None),
    ],
)
def test_a_name_has_its_place(name, place):
    assert canonical_place(name) == place


def test_names_of_no_hand_have_no_order():
    assert places_of(["nose", "left_eye"]) is None
    assert places_of([]) is None


def test_names_of_a_hand_and_something_else_are_refused():
    with pytest.raises(ValueError, match="not understood: elbow"):
        places_of(["wrist", "elbow"])
