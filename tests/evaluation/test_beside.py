"""What is told beside the tables: in words and for JSON, and nothing that is not known."""

import dataclasses
import json

import numpy as np
import pytest

from handpose.evaluation.beside import beside
from handpose.evaluation.gather import Subject
from handpose.evaluation.measure import measure
from handpose.evaluation.protocols import PROTOCOLS

PART = PROTOCOLS["hand3d"][0]


def told(predictions, turned=False):
    cases = [(PART, predictions)]
    subject = Subject({}, cases, {0.0: cases, 180.0: cases} if turned else {})
    return beside(subject, [measure(predictions, PART, seed=0)], seed=0)


@pytest.fixture(name="everything")
def _everything(make_predictions):
    """Thirty hands of two tones, the second 8 px off, and two empty pictures."""
    labelled = np.ones((32, 21), bool)
    labelled[30:] = False
    predictions = make_predictions([5.0] * 15 + [8.0] * 17, labelled=labelled)
    scores = np.repeat(np.where(np.arange(32) < 15, 0.5, 0.3), 21).reshape(32, 21)
    return dataclasses.replace(
        predictions, scores=scores, presence=labelled[:, 0] * 0.9, handedness=np.full(32, 0.1),
        attributes=({"tone": 1.0},) * 15 + ({"tone": 8.0},) * 17,
    )  # fmt: skip


def test_everything_in_words(everything):
    handedness, presence, scores, tones = told(everything).lines()
    assert handedness == "handedness right: 1.000 [1.000, 1.000], n = 30"
    assert presence == (
        "presence: AUC 1.000 [1.000, 1.000]; at 0.5 true positives 1.000 [1.000, 1.000], n = 30, "
        "false positives 0.000 [0.000, 0.000], n = 2"
    )
    assert scores.startswith("scores: calibration error 0.015 [")
    assert "rank correlation with the error -1.000 [-1.000, -1.000], n = 630 keypoints" in scores
    assert tones == "gap by tone: nEPE 0.050 (below 3) to 0.080 (from 6), 0.030"


def test_everything_for_json(everything):
    content = json.loads(json.dumps(told(everything, turned=True).content()))
    assert list(content) == ["handedness", "presence", "scores", "tones", "turns"]
    assert content["handedness"] == {"value": 1.0, "low": 1.0, "high": 1.0, "images": 30}
    assert (content["presence"]["hands"], content["presence"]["without"]) == (30, 2)
    assert [one["keypoints"] for one in content["scores"]["bins"]][3:6] == [315, 0, 315]
    (gap,) = content["tones"]
    assert (gap["protocol"], gap["best"]["group"]) == ("hand3d part", "below 3")
    assert gap["worst"]["value"] == pytest.approx(0.08)
    (turns,) = content["turns"]
    assert [turn["degrees"] for turn in turns["turns"]] == [0, 180]
    assert turns["largest_change_percent"]["value"] == pytest.approx(0)


def test_what_is_not_told_is_left_out(make_predictions):
    silent = told(make_predictions([5.0, 9.0]))
    assert silent.lines() == []
    assert silent.content() == {}
