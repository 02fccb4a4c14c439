"""Any number of hands found in a picture, held against its labelled ones."""

import json

import numpy as np
import pytest

from handpose.config import Config
from handpose.errors import HandposeError, UsageError
from handpose.evaluation.found_hands import read_found_hands

NAMES = ("kitchen.jpg#0", "kitchen.jpg#1", "wall.jpg")
LONG_SIDE = 100.0


@pytest.fixture(name="labels")
def _labels(make_predictions):
    """Two hands in one picture, the second one 300 px further right, and one in another."""
    made = make_predictions([0.0] * 3, long_side=LONG_SIDE)
    fields = {key: value for key, value in vars(made).items()
              if key not in ("keypoints", "scores", "handedness", "presence")}  # fmt: skip
    truth = fields["truth"] + np.array([0, 300, 0])[:, None, None] * np.array([1, 0])
    return fields | {"names": NAMES, "truth": truth}


def entry(name, labels, place, right=0.0):
    """What finds the hand at `place` so many pixels too far right."""
    moved = labels["truth"][place] + np.array([right, 0])
    rows = np.column_stack([moved, np.full(21, 0.5)])
    return {"file_name": name, "keypoints": rows.ravel().tolist(), "score": 1.0}


def errors(tmp_path, labels, *entries):
    (tmp_path / "found.json").write_text(json.dumps(entries))
    found = read_found_hands(tmp_path / "found.json", labels)
    return np.linalg.norm(found.keypoints - labels["truth"], axis=-1)


def test_each_hand_takes_the_nearest_entry_of_its_picture(tmp_path, labels, capsys):
    wrong = errors(
        tmp_path, labels,
        entry("kitchen.jpg", labels, 1, 3), entry("kitchen.jpg", labels, 1, 30),
        entry("kitchen.jpg", labels, 0, 4), entry("wall.jpg", labels, 2, 5),
        entry("hall.jpg", labels, 2),
    )  # fmt: skip
    np.testing.assert_allclose(wrong, np.repeat([[4], [3], [5]], 21, axis=1), atol=1e-3)
    told = capsys.readouterr().err
    assert "0 of 3 hands were not found" in told
    assert "2 of 5 entries are no labelled hand" in told


def test_a_hand_that_was_not_found_is_wrong_by_its_long_side(tmp_path, labels, capsys):
    wrong = errors(tmp_path, labels, entry("kitchen.jpg", labels, 1, 3))
    np.testing.assert_allclose(wrong[[0, 2]], LONG_SIDE)
    np.testing.assert_allclose(wrong[1], 3, atol=1e-3)
    assert "2 of 3 hands were not found" in capsys.readouterr().err


def test_an_entry_farther_away_than_the_long_side_finds_nothing(tmp_path, labels):
    assert errors(tmp_path, labels, entry("wall.jpg", labels, 2, 99))[2] == pytest.approx(99)
    assert errors(tmp_path, labels, entry("wall.jpg", labels, 2, 180))[2] == pytest.approx(100)


def test_no_entry_is_two_hands(tmp_path, labels):
    """Both lie nearest to the first hand; the better sum gives the other one to the second."""
    labels["truth"][1] = labels["truth"][0] + np.array([40, 0])
    wrong = errors(
        tmp_path, labels, entry("kitchen.jpg", labels, 0, 1), entry("kitchen.jpg", labels, 0, 10)
    )
    np.testing.assert_allclose(wrong[:2, 0], [1, 30], atol=1e-3)


def test_a_picture_without_a_labelled_hand_asks_for_none(tmp_path, labels):
    labels["labelled"][2] = False
    wrong = errors(tmp_path, labels, entry("wall.jpg", labels, 2))
    np.testing.assert_allclose(wrong[:2], LONG_SIDE)


def test_entries_without_a_picture_are_refused(tmp_path, labels):
    with pytest.raises(HandposeError, match=r"entry 0: 'file_name' expected with --match_hands"):
        errors(tmp_path, labels, {"image_id": 1, "keypoints": [1.0] * 63})


def test_only_predictions_can_be_matched():
    with pytest.raises(UsageError, match="--match_hands: needs --predictions=FILE"):
        Config(match_hands=True)
    with pytest.raises(UsageError, match="--match_hands: is for keypoints"):
        Config(match_hands=True, predictions="boxes.json", task="detection")
