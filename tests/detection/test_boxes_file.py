"""Boxes of any program, read from COCO detection results."""

import json

import numpy as np
import pytest

from handpose.detection.boxes_file import read_boxes, tell_strangers
from handpose.errors import HandposeError


def read(tmp_path, *entries):
    path = tmp_path / "theirs.json"
    path.write_text(json.dumps(entries))
    return read_boxes(path)


def entry(name="a.jpg", score=0.5, **more):
    return {"file_name": name, "bbox": [1, 2, 30, 40], "score": score} | more


def test_each_picture_has_its_boxes_the_surest_first(tmp_path):
    found = read(tmp_path, entry(), entry("b.jpg"), entry(score=0.75, angle=90, bbox=[5, 6, 7, 8]))
    one = found["a.jpg"]
    np.testing.assert_array_equal(one.boxes, [[5, 6, 7, 8], [1, 2, 30, 40]])
    np.testing.assert_array_equal(one.scores, [0.75, 0.5])
    np.testing.assert_array_equal(one.angles, [90, np.nan])
    assert len(found["b.jpg"]) == 1


def test_the_sixteen_surest_count(tmp_path):
    scores = np.linspace(0.1, 0.9, 20)
    found = read(tmp_path, *(entry(score=score) for score in scores))["a.jpg"]
    np.testing.assert_allclose(found.scores, scores[:3:-1], rtol=1e-6)


def test_pictures_that_nobody_measures_on_are_named(tmp_path, capsys):
    found = read(tmp_path, entry(), entry("street.jpg"), entry("road.jpg"))
    tell_strangers("theirs.json", found, ("a.jpg", "b.jpg"))
    assert capsys.readouterr().err == (
        "note: theirs.json: 2 of 3 pictures are not measured on, like 'street.jpg'; "
        "they are left out\n"
    )
    tell_strangers("theirs.json", found, ("a.jpg", "street.jpg", "road.jpg"))
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ({"bbox": [1, 2, 3]}, "'bbox' of 4 numbers and 'score' expected"),
        ({"score": "high"}, "'bbox' of 4 numbers and 'score' expected"),
        ({"bbox": [1, 2, 0, 4]}, "width, height and score above 0"),
        ({"score": 0}, "width, height and score above 0"),
        ({"bbox": [1, 2, float("nan"), 4]}, "finite numbers expected"),
    ],
)
def test_faults_are_named(tmp_path, bad, message):
    with pytest.raises(HandposeError, match=f"theirs.json: entry 1: .*{message}"):
        read(tmp_path, entry(), entry(**bad))


def test_a_name_is_needed(tmp_path):
    with pytest.raises(HandposeError, match=r"entry 0: 'file_name' expected"):
        read(tmp_path, {"image_id": 3, "bbox": [1, 2, 3, 4], "score": 1})
