"""What `test` writes: pictures, COCO results, a table."""

import csv
import json

import numpy as np
import pytest
from made_hands import hands_at

from handpose.errors import HandposeError
from handpose.hand import KEYPOINTS
from handpose.inference.hands import Hands
from handpose.inference.results import picture_name, write_coco, write_csv, write_drawing
from handpose.pictures import decode


def a_hand(right=0.75, score=0.5):
    keypoints = np.stack([np.arange(21.0), 100 + np.arange(21.0)], axis=1)
    return hands_at([keypoints], [right], score)


@pytest.mark.parametrize(
    ("right", "word"), [(0.51, "right"), (0.49, "left"), (0.5, "unknown"), (1.0, "right")]
)
def test_handedness_is_a_word_and_unknown_when_the_network_cannot_tell(right, word):
    assert a_hand(right=right).handedness.tolist() == [word]


def test_the_hands_score_is_the_mean_of_its_keypoints_times_its_presence():
    hands = a_hand(score=0.8)
    assert hands.score == hands[0].score == pytest.approx(0.4)


def test_coco_results_hold_x_y_score_of_each_keypoint(tmp_path):
    write_coco(tmp_path / "p.json", {"sub/ä.jpg": a_hand(), "b.png": a_hand(right=0.2)})
    first, second = json.loads((tmp_path / "p.json").read_text(encoding="utf-8"))
    assert first["keypoints"][:6] == [0.0, 100.0, 0.5, 1.0, 101.0, 0.5]
    assert len(first["keypoints"]) == 63
    del first["keypoints"]
    assert first == {
        "image_id": 1,
        "file_name": "sub/ä.jpg",
        "category_id": 1,
        "score": 0.25,
        "handedness": "right",
        "presence": 0.5,
    }
    assert (second["image_id"], second["handedness"]) == (2, "left")


def test_every_hand_is_an_entry_and_every_picture_counts(tmp_path):
    two = a_hand().joined(a_hand(right=0.2))
    found = {"a.jpg": two, "none.jpg": Hands.none(), "b.jpg": a_hand()}
    write_coco(tmp_path / "p.json", found)
    entries = json.loads((tmp_path / "p.json").read_text())
    assert [(entry["image_id"], entry["file_name"]) for entry in entries] == [
        (1, "a.jpg"),
        (1, "a.jpg"),
        (3, "b.jpg"),
    ]
    write_csv(tmp_path / "p.csv", found)
    rows = (tmp_path / "p.csv").read_text().splitlines()
    assert [row.split(",")[:2] for row in rows[1:]] == [
        ["a.jpg", "right"],
        ["a.jpg", "left"],
        ["b.jpg", "right"],
    ]


def test_the_table_has_a_row_per_hand_and_three_columns_per_keypoint(tmp_path):
    write_csv(tmp_path / "p.csv", {"a,b.jpg": a_hand()})
    header, row = csv.reader((tmp_path / "p.csv").read_text(encoding="utf-8").splitlines())
    assert header[:6] == ["name", "handedness", "presence", "score", "wrist_x", "wrist_y"]
    assert len(header) == len(row) == 4 + 3 * len(KEYPOINTS)
    assert row[:4] == ["a,b.jpg", "right", "0.5000", "0.2500"]
    assert row[header.index("pinky_tip_x")] == "20.0000"
    assert row[header.index("pinky_tip_y")] == "120.0000"


def test_a_drawing_keeps_its_name_size_and_subfolder(tmp_path):
    image = np.full((130, 60, 3), 40, np.uint8)
    write_drawing(tmp_path, "one/a.png", image, a_hand(score=1.0))
    write_drawing(tmp_path, "two/a.png", image, a_hand(score=1.0))
    drawn = decode((tmp_path / "one" / "a.png").read_bytes(), "a.png")
    assert drawn.shape == image.shape
    assert (drawn[100:121, :21] != 40).any()
    assert (drawn[:90] == 40).all()
    assert (tmp_path / "two" / "a.png").exists()


def test_a_low_score_is_drawn_fainter(tmp_path):
    image = np.full((60, 60, 3), 40, np.uint8)
    keypoints = np.full((21, 2), np.nan)
    keypoints[[5, 6]] = [[10.0, 30.0], [50.0, 30.0]]
    middle = {}
    for score in (1.0, 0.5):
        write_drawing(tmp_path, "a.png", image, hands_at([keypoints], [0.5], score))
        middle[score] = decode((tmp_path / "a.png").read_bytes(), "a.png")[29, 30]
    np.testing.assert_allclose(middle[0.5], (middle[1.0] + 40.0) / 2, atol=1)
    assert middle[1.0].max() > 100


@pytest.mark.parametrize(
    ("name", "written"), [("a.JPG", "a.JPG"), ("b/a.png", "b/a.png"), ("photo", "photo.png")]
)
def test_what_is_neither_jpeg_nor_png_by_name_becomes_png(name, written):
    assert picture_name(name) == written


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "taken").touch()
    with pytest.raises(HandposeError, match="cannot be written"):
        write_drawing(tmp_path / "taken", "a.png", np.zeros((9, 9, 3), np.uint8), a_hand())
