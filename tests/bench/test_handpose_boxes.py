"""bench/handpose_boxes.py writes a box for each sure hand, once."""

import json
import sys
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


def test_a_hand_seen_twice_has_the_surer_ones_box(script):
    hands = hands_at([a_row(10, 50), a_row(11, 50), a_row(200, 50)])
    entries = script.entries_of("a.jpg", hands, np.float32([0.5, 0.4, 0.25]), room=0.1)
    # 20 px long, and a tenth of that larger.
    assert entries == [
        {"file_name": "a.jpg", "bbox": pytest.approx([9, 49, 22, 2]), "score": 0.5},
        {"file_name": "a.jpg", "bbox": pytest.approx([199, 49, 22, 2]), "score": 0.25},
    ]


def test_every_picture_of_the_list_is_searched(script, tmp_path, monkeypatch, capsys):
    found = detections(([0, 0, 9, 9], 30, 0.5), ([50, 50, 9, 9], 60, 0.01))
    monkeypatch.setattr(script, "detector_of", lambda *_: lambda image: found)
    monkeypatch.setattr(
        script,
        "HandLandmarker",
        lambda _: lambda image, boxes, angles: hands_at([a_row(1, angle) for angle in angles]),
    )
    for name in ("a.png", "b.png"):
        cv2.imwrite(str(tmp_path / name), np.zeros((20, 30, 3), np.uint8))
    (tmp_path / "annotations.json").write_text('[{"image": "a.png"}, {"image": "b.png"}]')
    script.main(str(tmp_path), out=str(tmp_path / "boxes.json"), room=0)
    entries = json.loads((tmp_path / "boxes.json").read_text())
    assert [entry["file_name"] for entry in entries] == ["a.png", "b.png"]
    assert entries[0]["bbox"] == [1, 30, 20, 0]
    # Of 0.5, a presence of 0.5 and keypoints of 0.75; the other one is 0.155 sure.
    assert entries[0]["score"] == pytest.approx(0.5724, abs=1e-4)
    assert "2 hands" in capsys.readouterr().out
