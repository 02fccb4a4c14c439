"""Drafts as tasks with predictions, and the labelling interface that they need."""

import json
import xml.etree.ElementTree as ET

import numpy as np
from made_hands import a_row, hands_at

from handpose import __version__
from handpose.hand import KEYPOINTS
from handpose.labelling.drafts import draft
from handpose.labelling.label_studio import label_config, tasks


def a_hand(**options):
    """A draft of 200x50 px with a hand at x 20 to 40, y 10."""
    return draft("a.png", (50, 200), hands_at([a_row(20, 10)], **options), 0.3)


def regions(made):
    """The results of the only prediction of the only task."""
    (task,) = tasks([made], "")
    (prediction,) = task["predictions"]
    return prediction["result"]


def of_kind(made, kind):
    return [region for region in regions(made) if region["type"] == kind]


def test_a_keypoint_is_in_percent_of_each_side():
    first, second, *_ = of_kind(a_hand(), "keypointlabels")
    assert first == {
        "id": "hand1_wrist",
        "from_name": "keypoint",
        "to_name": "image",
        "type": "keypointlabels",
        "original_width": 200,
        "original_height": 50,
        "image_rotation": 0,
        "value": {"x": 10.0, "y": 20.0, "width": 0.4, "keypointlabels": ["wrist"]},
        "parentID": "hand1",
        "score": 0.75,
    }
    assert second["value"]["x"] == 10.5


def test_all_keypoints_hang_below_the_box_of_their_hand():
    hands = hands_at([a_row(20, 10), a_row(20, 40)], right=[0.1, 0.9])
    made = draft("a.png", (50, 200), hands, 0.3)
    left, right = of_kind(made, "rectanglelabels")
    assert left["value"]["rectanglelabels"] == ["left_hand"]
    assert right["value"]["rectanglelabels"] == ["right_hand"]
    for box in (left, right):
        below = [one for one in regions(made) if one.get("parentID") == box["id"]]
        assert [one["value"]["keypointlabels"] for one in below] == [[name] for name in KEYPOINTS]
    ids = [region["id"] for region in regions(made)]
    assert len(set(ids)) == len(ids) == 44


def test_an_unknown_side_has_a_name_of_its_own():
    (box,) = of_kind(a_hand(right=[0.5]), "rectanglelabels")
    assert box["value"]["rectanglelabels"] == ["hand"]


def test_the_box_is_wider_than_the_hand_and_stays_in_the_picture():
    (box,) = of_kind(a_hand(), "rectanglelabels")
    # 20 px wide: 2 px more on every side, in percent of 200 and 50.
    assert [box["value"][key] for key in ("x", "y", "width", "height")] == [9, 16, 12, 8]
    made = draft("a.png", (50, 200), hands_at([a_row(0, 50)]), 0.3)
    (box,) = of_kind(made, "rectanglelabels")
    assert [box["value"][key] for key in ("x", "y", "width", "height")] == [0, 96, 11, 4]


def test_a_doubtful_keypoint_is_there_and_marked_hidden():
    scores = np.full((1, 21), 0.9)
    scores[0, 4] = 0.1
    made = a_hand(scores=scores)
    assert len(of_kind(made, "keypointlabels")) == 21
    (choice,) = of_kind(made, "choices")
    assert choice["id"] == "hand1_thumb_tip"
    assert choice["value"]["choices"] == ["hidden"]


def test_a_keypoint_outside_the_picture_is_left_out():
    made = draft("a.png", (50, 200), hands_at([a_row(195, 10)]), 0.3)
    shown = [one["value"]["keypointlabels"][0] for one in of_kind(made, "keypointlabels")]
    assert shown == list(KEYPOINTS[:6])


def test_a_task_names_its_picture_quoted_and_the_version_that_found_the_hands():
    made = draft("b/ä #1.png", (50, 200), hands_at([a_row(20, 10)]), 0.3)
    (task,) = tasks([made], "/data/local-files/?d=photos/")
    assert task["data"] == {"image": "/data/local-files/?d=photos/b/%C3%A4%20%231.png"}
    (prediction,) = task["predictions"]
    assert prediction["model_version"] == f"handpose {__version__}"
    assert prediction["score"] == 0.375
    assert json.loads(json.dumps(task)) == task


def test_a_picture_without_hands_is_a_task_too():
    (task,) = tasks([draft("a.png", (50, 200), hands_at([]), 0.3)], "")
    assert task == {"data": {"image": "a.png"}, "predictions": []}


def interface():
    return ET.fromstring(label_config())


def test_the_interface_has_every_tag_and_label_that_predictions_use():
    made = draft("a.png", (50, 200), hands_at([a_row(20, 10)], scores=0.1), 0.3)
    for region in regions(made):
        (tag,) = [tag for tag in interface() if tag.get("name") == region["from_name"]]
        assert tag.tag.lower() == region["type"]
        assert tag.get("toName") == region["to_name"] == interface().find("Image").get("name")
        labels = {label.get("value") for label in tag}
        assert set(region["value"][region["type"]]) <= labels


def test_the_interface_counts_the_keypoints_in_canonical_order():
    labels = interface().findall("KeyPointLabels/Label")
    assert [label.get("value") for label in labels] == list(KEYPOINTS)
    assert [label.get("model_index") for label in labels] == [str(i) for i in range(21)]
    assert labels[20].get("background") == "#c878ff"


def test_the_interface_offers_every_side():
    labels = interface().findall("RectangleLabels/Label")
    assert [label.get("value") for label in labels] == ["left_hand", "right_hand", "hand"]
