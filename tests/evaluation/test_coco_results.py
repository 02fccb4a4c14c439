"""COCO results: written and read back, matched by name or id, faults named."""

import json

import pytest

from handpose.errors import HandposeError
from handpose.evaluation.coco_results import read_predictions, write_predictions

LABELS = ("names", "truth", "labelled", "visible", "present", "true_handedness", "image_size",
          "source", "attributes")  # fmt: skip


@pytest.fixture
def predictions(make_predictions):
    return make_predictions([1.0, 2.0, 3.0])


def labels_of(predictions, **changes):
    return {key: getattr(predictions, key) for key in LABELS} | changes


def entries(*keys, by="file_name"):
    return [{by: key, "keypoints": [float(place), 0.0, 1.0] * 21, "score": 1.0}
            for place, key in enumerate(keys)]  # fmt: skip


def read(tmp_path, content, labels):
    path = tmp_path / "theirs.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return read_predictions(path, labels)


def firsts(predictions):
    return predictions.keypoints[:, 0, 0].tolist()


def test_what_is_written_is_read_back(tmp_path, predictions):
    write_predictions(tmp_path / "p.json", predictions)
    back = read_predictions(tmp_path / "p.json", labels_of(predictions))
    assert back.keypoints == pytest.approx(predictions.keypoints, abs=1e-4)
    for key in ("scores", "handedness", "presence"):
        assert getattr(back, key) == pytest.approx(getattr(predictions, key), abs=1e-4), key
    assert back.names == predictions.names
    first = json.loads((tmp_path / "p.json").read_text())[0]
    assert (first["image_id"], first["category_id"], first["score"]) == (1, 1, 0.5)
    assert len(first["keypoints"]) == 63


def test_the_order_of_the_file_does_not_matter(tmp_path, predictions):
    given = entries("002.png", "000.png", "001.png")
    assert firsts(read(tmp_path, given, labels_of(predictions))) == [1, 2, 0]


@pytest.mark.parametrize("ids", [(0, 1, 2), (1, 2, 3)])
def test_ids_count_the_records_from_0_or_from_1(tmp_path, predictions, ids):
    given = entries(*ids, by="image_id")
    assert firsts(read(tmp_path, given, labels_of(predictions))) == [0, 1, 2]


def test_ids_are_the_records_own_where_they_have_them(tmp_path, predictions):
    labels = labels_of(predictions, attributes=tuple({"image_id": i} for i in (70.0, 50.0, 60.0)))
    given = entries(50, 60, 70, by="image_id")
    assert firsts(read(tmp_path, given, labels)) == [2, 0, 1]


def test_an_id_that_two_hands_share_names_neither(tmp_path, predictions):
    labels = labels_of(predictions, attributes=tuple({"image_id": i} for i in (1.0, 2.0, 2.0)))
    with pytest.raises(HandposeError, match=r"no prediction for '001\.png' \(2 of 3"):
        read(tmp_path, entries(1, 2, by="image_id"), labels)


def test_a_pictures_name_will_do_where_it_shows_one_hand(tmp_path, predictions):
    labels = labels_of(predictions, names=("a.png#4", "b.png#5", "b.png#6"))
    given = entries("a.png", "b.png#6", "b.png#5")
    assert firsts(read(tmp_path, given, labels)) == [0, 2, 1]
    with pytest.raises(HandposeError, match=r"no prediction for 'b\.png#5' \(2 of 3.*'b\.png'"):
        read(tmp_path, entries("a.png", "b.png"), labels)


def test_a_picture_without_a_hand_needs_no_prediction(tmp_path, predictions):
    labelled = predictions.labelled.copy()
    labelled[1] = False
    back = read(tmp_path, entries("000.png", "002.png"), labels_of(predictions, labelled=labelled))
    assert back.presence.tolist() == [1, 0, 1]


def test_entries_without_a_record_are_named_and_left_out(tmp_path, predictions, capsys):
    given = entries("000.png", "001.png", "other.png", "002.png")
    assert firsts(read(tmp_path, given, labels_of(predictions))) == [0, 1, 3]
    assert "1 entries match no record, like ['other.png']" in capsys.readouterr().err


def test_handedness_is_read_where_it_is_told(tmp_path, predictions):
    given = entries("000.png", "001.png", "002.png")
    given[0]["handedness"], given[1]["handedness"] = "left", "right"
    assert read(tmp_path, given, labels_of(predictions)).handedness.tolist() == [0, 1, 0.5]


GOOD = entries("000.png", "001.png", "002.png")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[{", "not JSON"),
        ({"annotations": []}, "a list of COCO results expected"),
        ([*GOOD, {"keypoints": []}], "entry 3: 'file_name' or 'image_id' expected"),
        ([*GOOD, "001.png"], "entry 3: 'file_name' or 'image_id' expected"),
        (GOOD[:2], r"no prediction for '002\.png' \(1 of 3 hands have none\)"),
        ([*GOOD, GOOD[1]], r"entries 1 and 3 both are 001\.png; keep one"),
        ([GOOD[0] | {"keypoints": [1] * 60}, *GOOD[1:]], "entry 0: 63 numbers"),
        ([GOOD[0] | {"keypoints": ["x"] * 63}, *GOOD[1:]], "entry 0: 63 numbers"),
        ([{"file_name": "000.png"}, *GOOD[1:]], "entry 0: 63 numbers"),
        ([GOOD[0] | {"keypoints": [float("nan")] * 63}, *GOOD[1:]], "entry 0: a keypoint or"),
        ([GOOD[0] | {"presence": float("nan")}, *GOOD[1:]], "presence is not a finite number"),
    ],
)  # fmt: skip
def test_faults_are_named(tmp_path, predictions, content, message):
    with pytest.raises(HandposeError, match=message):
        read(tmp_path, content, labels_of(predictions))


def test_a_missing_file_is_named(tmp_path, predictions):
    with pytest.raises(HandposeError, match=r"none\.json: cannot be read"):
        read_predictions(tmp_path / "none.json", labels_of(predictions))


def test_ids_that_count_neither_way_are_refused(tmp_path, predictions):
    with pytest.raises(HandposeError, match=r"no prediction for '000\.png'"):
        read(tmp_path, entries(2, 3, 4, by="image_id"), labels_of(predictions))
