"""Drafts as a COCO file that CVAT imports and that our own reader takes."""

import numpy as np
from made_hands import a_row, hands_at

from handpose.hand import KEYPOINTS
from handpose.labelling.coco import coco_file
from handpose.labelling.drafts import draft


def two_pictures():
    """One without a hand, one 40 px wide with a hand whose last keypoints are outside."""
    scores = np.full((1, 21), 0.9)
    scores[0, 1] = 0.1
    hands = hands_at([a_row(25, 10)], right=[0.2], scores=scores)
    none = draft("empty.png", (20, 30), hands_at([]), 0.3)
    return coco_file([none, draft("b/hand.png", (50, 40), hands, 0.3)])


def test_every_picture_is_there_with_its_size():
    assert two_pictures()["images"] == [
        {"id": 1, "file_name": "empty.png", "width": 30, "height": 20},
        {"id": 2, "file_name": "b/hand.png", "width": 40, "height": 50},
    ]


def test_v_tells_doubtful_and_outside_keypoints_and_all_keep_their_place():
    (annotation,) = two_pictures()["annotations"]
    assert (annotation["id"], annotation["image_id"]) == (1, 2)
    rows = np.reshape(annotation["keypoints"], (21, 3))
    np.testing.assert_array_equal(rows[:, :2], a_row(25, 10))
    assert rows[:, 2].tolist() == [2, 1, *[2] * 14, *[0] * 5]
    assert {type(v) for v in annotation["keypoints"][2::3]} == {int}


def test_box_area_and_number_are_of_what_is_in_the_picture():
    keypoints = a_row(25, 10)
    keypoints[3] = [25, 14]
    drafts = [draft("a.png", (50, 40), hands_at([keypoints]), 0.3)]
    (annotation,) = coco_file(drafts)["annotations"]
    assert annotation["num_keypoints"] == 16
    assert annotation["bbox"] == [25.0, 10.0, 15.0, 4.0]
    assert annotation["area"] == 60.0


def test_what_cvat_demands_of_an_annotation_is_there():
    (annotation,) = two_pictures()["annotations"]
    assert annotation["attributes"] == {"handedness": "left"}
    assert (annotation["iscrowd"], annotation["segmentation"]) == (0, [])
    assert annotation["category_id"] == 1


def test_the_category_names_the_keypoints_and_counts_bones_from_one():
    (category,) = two_pictures()["categories"]
    assert category["name"] == "hand"
    assert category["keypoints"] == list(KEYPOINTS)
    assert len(category["skeleton"]) == 21
    assert [1, 2] in category["skeleton"]  # wrist to the thumb's base
    assert min(map(min, category["skeleton"])) == 1


def test_hands_are_counted_over_all_pictures():
    drafts = [
        draft(f"{number}.png", (50, 50), hands_at([a_row(1, 1), a_row(1, 9)]), 0.3)
        for number in range(2)
    ]
    annotations = coco_file(drafts)["annotations"]
    assert [one["id"] for one in annotations] == [1, 2, 3, 4]
    assert [one["image_id"] for one in annotations] == [1, 1, 2, 2]
