"""Hands as COCO annotations, supervision's keypoints and a pandas table."""

import sys

import numpy as np
import pytest
from made_hands import a_row, hands_at

from handpose.errors import HandposeError
from handpose.hand import SKELETON
from handpose.inference.results import write_csv


def three():
    """A left hand, a right one and one of an unknown side, 100 px below one another."""
    return hands_at([a_row(10, y) for y in (100, 200, 300)], right=[0.25, 0.75, 0.5])


def test_a_hand_is_a_coco_annotation_with_its_scores():
    first, *_ = three().to_coco(image_id=7, first_id=40)
    assert first["keypoints"][:6] == [10.0, 100.0, 2, 11.0, 100.0, 2]
    assert len(first.pop("keypoints")) == 63
    assert first.pop("keypoint_scores") == [0.75] * 21
    assert first == {
        "id": 40,
        "image_id": 7,
        "category_id": 1,
        "num_keypoints": 21,
        "bbox": [10.0, 100.0, 20.0, 0.0],
        "area": 0.0,
        "segmentation": [],
        "iscrowd": 0,
        "score": 0.375,
        "handedness": "left",
        "presence": 0.5,
    }


def test_annotations_are_counted_and_v_is_a_whole_number():
    annotations = three().to_coco(image_id=1)
    assert [one["id"] for one in annotations] == [1, 2, 3]
    assert [one["handedness"] for one in annotations] == ["left", "right", "unknown"]
    assert {type(v) for one in annotations for v in one["keypoints"][2::3]} == {int}


def test_the_area_is_that_of_the_box():
    keypoints = a_row(0, 0)
    keypoints[20] = [4, 50]
    (annotation,) = hands_at([keypoints]).to_coco(1)
    assert annotation["bbox"] == [0.0, 0.0, 19.0, 50.0]
    assert annotation["area"] == 950.0


def test_no_hands_are_no_annotations():
    assert hands_at([]).to_coco(1) == []


def test_supervision_gets_every_field():
    pytest.importorskip("supervision")
    keypoints = three().to_supervision()
    np.testing.assert_array_equal(keypoints.xy[:, 0], [[10, 100], [10, 200], [10, 300]])
    np.testing.assert_array_equal(keypoints.keypoint_confidence, np.full((3, 21), 0.75))
    np.testing.assert_array_equal(keypoints.detection_confidence, [0.375] * 3)
    assert keypoints.class_id.tolist() == [0, 1, 2]
    assert keypoints.data["class_name"].tolist() == ["left", "right", "unknown"]
    assert keypoints.data["presence"].tolist() == [0.5] * 3
    assert keypoints.data["id"].tolist() == [0, 1, 2]


def test_supervision_can_filter_and_draw_them():
    supervision = pytest.importorskip("supervision")
    right = three().to_supervision()
    right = right[right.class_id == 1]
    edges = [(start + 1, end + 1) for start, end in SKELETON]
    image = np.zeros((320, 50, 3), np.uint8)
    drawn = supervision.EdgeAnnotator(edges=edges, thickness=1).annotate(image.copy(), right)
    assert (drawn[200, 10:31] > 0).any(axis=1).all()
    assert not drawn[:190].any()
    assert not drawn[210:].any()


def test_supervision_takes_a_picture_without_hands():
    pytest.importorskip("supervision")
    assert len(hands_at([]).to_supervision()) == 0


def test_the_table_has_the_columns_and_numbers_of_the_csv_file(tmp_path):
    pandas = pytest.importorskip("pandas")
    hands = three()
    write_csv(tmp_path / "p.csv", {"a.jpg": hands})
    written = pandas.read_csv(tmp_path / "p.csv")
    table = hands.to_pandas()
    assert list(table.columns) == ["id", *written.columns[1:]]
    assert table["id"].tolist() == [0, 1, 2]
    assert table["handedness"].tolist() == written["handedness"].tolist()
    np.testing.assert_allclose(table.iloc[:, 2:], written.iloc[:, 2:], atol=1e-4)


def test_a_picture_without_hands_is_a_table_without_rows():
    pytest.importorskip("pandas")
    table = hands_at([]).to_pandas()
    assert table.shape == (0, 4 + 63)


@pytest.mark.parametrize(
    ("package", "extra"), [("supervision", "supervision"), ("pandas", "tables")]
)
def test_a_missing_package_is_named_with_its_extra(monkeypatch, package, extra):
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(HandposeError, match=rf"pip install 'handpose\[{extra}\]'"):
        getattr(three(), f"to_{package}")()
