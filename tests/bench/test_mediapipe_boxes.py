"""bench/mediapipe_boxes.py turns MediaPipe's answers into boxes; MediaPipe itself is a stand-in."""

import json
import sys
from pathlib import Path
from types import SimpleNamespace

import cv2
import numpy as np
import pytest

BENCH = Path(__file__).parents[2] / "bench"


@pytest.fixture(name="script")
def _script(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCH))
    import mediapipe_boxes

    yield mediapipe_boxes
    sys.modules.pop("mediapipe_boxes")


def answer(*hands):
    """MediaPipe's answer: landmarks in shares of the picture, and a score for each hand."""
    marks = [SimpleNamespace(landmark=[SimpleNamespace(x=x, y=y) for x, y in points])
             for points, _ in hands]  # fmt: skip
    sides = [SimpleNamespace(classification=[SimpleNamespace(score=score)]) for _, score in hands]
    return SimpleNamespace(multi_hand_landmarks=marks or None, multi_handedness=sides or None)


def test_a_box_is_round_the_landmarks_and_grows_by_its_long_side(script):
    found = answer(([(0.1, 0.2), (0.3, 0.3)], 0.75))
    (entry,) = script.entries_of("a.jpg", (200, 400), found, room=0.1)
    # 40, 40 to 120, 60 px; a tenth of 80 px more, half of it on each side.
    assert entry == {"file_name": "a.jpg", "bbox": pytest.approx([36, 36, 88, 28]), "score": 0.75}


def test_every_picture_of_the_list_is_asked(script, tmp_path, monkeypatch, capsys):
    answers = [answer(), answer(([(0, 0), (1, 1)], 0.5), ([(0, 0), (1, 1)], 0.9))]
    made = {}

    class Hands:
        def __init__(self, **options):
            made.update(options)

        def process(self, image):
            assert image.shape == (20, 30, 3)
            return answers.pop(0)

    fake = SimpleNamespace(solutions=SimpleNamespace(hands=SimpleNamespace(Hands=Hands)))
    monkeypatch.setitem(sys.modules, "mediapipe", fake)
    for name in ("a.png", "b.png"):
        cv2.imwrite(str(tmp_path / name), np.zeros((20, 30, 3), np.uint8))
    (tmp_path / "annotations.json").write_text('[{"image": "a.png"}, {"image": "b.png"}]')
    script.main(str(tmp_path), out=str(tmp_path / "boxes.json"), least=0.3)
    entries = json.loads((tmp_path / "boxes.json").read_text())
    assert [(entry["file_name"], entry["score"]) for entry in entries] == [
        ("b.png", 0.5),
        ("b.png", 0.9),
    ]
    assert made["static_image_mode"] is True
    assert made["min_detection_confidence"] == 0.3
    assert "2 hands" in capsys.readouterr().out
