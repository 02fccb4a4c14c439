"""bench/handpose_boxes.py writes a box for each hand that the hand model believes in, once."""

import json
import sys
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from made_detections import detections
from made_hands import a_row, hands_at

BENCH = Path(__file__).parents[2] / "bench"


@pytest.fixture(name="script")
def _script(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCH))
    import handpose_boxes

    yield handpose_boxes
    for name in ("handpose_boxes", "photographs"):
        sys.modules.pop(name)


def test_a_hand_that_is_not_there_or_seen_twice_has_no_box(script):
    hands = hands_at([a_row(10, 50), a_row(11, 50), a_row(200, 50), a_row(300, 50)])
    hands = replace(hands, presence=np.float32([0.9, 0.9, 0.9, 0.4]))
    entries = script.entries_of("a.jpg", hands, np.float32([0.5, 0.4, 0.25, 0.9]), room=0.1)
    # 20 px long, and a tenth of that larger.
    assert entries == [
        {"file_name": "a.jpg", "bbox": pytest.approx([9, 49, 22, 2]), "score": 0.5},
        {"file_name": "a.jpg", "bbox": pytest.approx([199, 49, 22, 2]), "score": 0.25},
    ]


def test_every_picture_of_the_list_is_searched(script, tmp_path, monkeypatch, capsys):
    found = detections(([0, 0, 9, 9], 30, 0.5))
    monkeypatch.setattr(script, "HandDetector", lambda _, threshold: lambda image: found)
    monkeypatch.setattr(
        script,
        "HandLandmarker",
        lambda _: lambda image, boxes, angles: hands_at([a_row(1, angles[0])]),
    )
    for name in ("a.png", "b.png"):
        cv2.imwrite(str(tmp_path / name), np.zeros((20, 30, 3), np.uint8))
    (tmp_path / "annotations.json").write_text('[{"image": "a.png"}, {"image": "b.png"}]')
    script.main(str(tmp_path), out=str(tmp_path / "boxes.json"), room=0)
    entries = json.loads((tmp_path / "boxes.json").read_text())
    assert [entry["file_name"] for entry in entries] == ["a.png", "b.png"]
    assert entries[0]["bbox"] == [1, 30, 20, 0]
    assert "2 hands" in capsys.readouterr().out
