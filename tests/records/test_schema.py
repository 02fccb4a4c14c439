"""A sample survives the way into a record and back, field by field."""

import json

import numpy as np
import pytest

from handpose.records.schema import encode, parse, parse_hands
from handpose.sample import Sample


def a_sample(**changes):
    labelled = np.arange(21) != 4
    fields = {
        "name": "Ülkü/00007.png",
        "image": b"\x89PNG, not looked into",
        "keypoints": np.arange(42, dtype=np.float32).reshape(21, 2) / 8 - 1,
        "labelled": labelled,
        "visible": labelled & (np.arange(21) % 2 == 0),
        "handedness": "right",
        "root": "palm",
        "source": "STB",
        "attributes": {"skin": "V", "age": 31.0},
    }
    return Sample(**fields | changes)


def test_every_field_comes_back():
    read = parse(encode(a_sample(), (240, 320)))
    sample = a_sample()
    assert read["image"].numpy() == sample.image
    assert (read["height"].numpy(), read["width"].numpy()) == (240, 320)
    known = np.delete(np.arange(21), 4)
    np.testing.assert_array_equal(read["keypoints"].numpy()[known], sample.keypoints[known])
    np.testing.assert_array_equal(read["labelled"], sample.labelled)
    np.testing.assert_array_equal(read["visible"], sample.visible)
    assert read["present"].numpy()
    assert read["root"].numpy() == b"palm"
    assert read["source"].numpy() == b"STB"
    assert read["name"].numpy().decode() == "Ülkü/00007.png"
    assert json.loads(read["attributes"].numpy()) == {"skin": "V", "age": 31.0}


def test_an_unlabelled_keypoint_is_zero_whatever_it_was():
    keypoints = np.full((21, 2), 7, np.float32)
    keypoints[4] = np.nan
    read = parse(encode(a_sample(keypoints=keypoints), (2, 3)))
    np.testing.assert_array_equal(read["keypoints"].numpy()[3:6], [[7, 7], [0, 0], [7, 7]])


def test_types_are_those_of_a_batch():
    types = {key: value.dtype.name for key, value in parse(encode(a_sample(), (2, 3))).items()}
    texts = dict.fromkeys(("image", "root", "source", "name", "attributes"), "string")
    numbers = dict.fromkeys(("height", "width", "handedness"), "int32")
    flags = dict.fromkeys(("labelled", "visible", "present"), "bool")
    assert types == texts | numbers | flags | {"keypoints": "float32"}


@pytest.mark.parametrize(("handedness", "code"), [("left", 0), ("right", 1), ("unknown", -1)])
def test_handedness_is_a_number(handedness, code):
    assert parse(encode(a_sample(handedness=handedness), (2, 3)))["handedness"].numpy() == code


def test_a_picture_without_a_hand_comes_back_so():
    nothing = np.zeros(21, bool)
    read = parse(encode(a_sample(present=False, labelled=nothing, visible=nothing), (2, 3)))
    assert not read["present"].numpy()
    assert not read["labelled"].numpy().any()


def test_the_same_sample_gives_the_same_bytes():
    assert encode(a_sample(), (2, 3)) == encode(a_sample(), (2, 3))


def test_both_hands_come_back():
    other = np.full((21, 3), np.nan, np.float32)
    other[3], other[8] = (10, 20.5, 1), (-4, 7, 0)
    read = parse_hands(encode(a_sample(other=other), (240, 320)))
    np.testing.assert_array_equal(read["keypoints"][0, 3], a_sample().keypoints[3])
    np.testing.assert_array_equal(read["labelled"][0], a_sample().labelled)
    np.testing.assert_array_equal(read["seen"][0], a_sample().visible)
    np.testing.assert_array_equal(np.flatnonzero(read["labelled"][1]), [3, 8])
    np.testing.assert_array_equal(np.flatnonzero(read["seen"][1]), [3])
    np.testing.assert_array_equal(
        read["keypoints"].numpy()[1, [3, 8, 9]], [[10, 20.5], [-4, 7], [0, 0]]
    )
    assert read["image"].numpy() == a_sample().image


def test_a_record_without_the_other_hand_reads_as_before():
    with_other = parse(encode(a_sample(other=np.zeros((21, 3), np.float32)), (2, 3)))
    without = parse(encode(a_sample(), (2, 3)))
    assert with_other.keys() == without.keys()
    np.testing.assert_array_equal(with_other["keypoints"], without["keypoints"])
