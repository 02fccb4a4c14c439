"""Detector and landmarker together, or the landmarker alone."""

from pathlib import Path

import numpy as np
import pytest
from made_hands import a_row, hands_at

from handpose import shipped
from handpose.errors import HandposeError
from handpose.inference import detector, landmarker
from handpose.inference.detections import Detections
from handpose.labelling.finder import finder
from handpose.labelling.options import PrelabelConfig

IMAGE = np.zeros((40, 60, 3), np.uint8)
SEEN = Detections(
    np.array([[1, 2, 3, 4]], np.float32), np.array([90.0], np.float32), np.ones(1, np.float32)
)


class FakeDetector:
    """Sees one hand, and keeps how it was made."""

    def __init__(self, model, **options):
        FakeDetector.made = (model, options)

    def __call__(self, image):
        assert image is IMAGE
        return SEEN


class FakeLandmarker:
    """Keeps where it was told to look."""

    def __init__(self, model, **options):
        FakeLandmarker.made = (model, options)

    def __call__(self, image, *where):
        assert image is IMAGE
        FakeLandmarker.where = where
        return hands_at([a_row(1, 1)])


def use_fakes(monkeypatch):
    monkeypatch.setattr(landmarker, "HandLandmarker", FakeLandmarker)
    monkeypatch.setattr(detector, "HandDetector", FakeDetector)


def test_the_landmarker_looks_where_the_detector_saw_a_hand(monkeypatch):
    use_fakes(monkeypatch)
    options = PrelabelConfig(
        load_path="hand.onnx", detector="seek.onnx", threshold=0.7, tiles=3, num_threads=2
    )
    assert len(finder(options)(IMAGE)) == 1
    assert FakeLandmarker.where == (SEEN.boxes, SEEN.angles)
    assert FakeLandmarker.made == ("hand.onnx", {"num_threads": 2})
    given = {"num_threads": 2, "threshold": 0.7**3, "tiles": 3}
    assert FakeDetector.made == (Path("seek.onnx"), given)


def test_without_paths_both_are_the_shipped_ones(monkeypatch, tmp_path):
    use_fakes(monkeypatch)
    monkeypatch.setattr(shipped, "FOLDER", tmp_path)
    with pytest.raises(HandposeError, match=r"no model is shipped .*; or --cropped=True"):
        finder(PrelabelConfig())
    (tmp_path / "detector_float16.tflite").touch()
    finder(PrelabelConfig())
    assert FakeLandmarker.made[0] is None
    assert FakeDetector.made[0] == tmp_path / "detector_float16.tflite"


def test_a_cropped_picture_is_not_searched(monkeypatch):
    use_fakes(monkeypatch)
    monkeypatch.setattr(detector, "HandDetector", None)
    assert len(finder(PrelabelConfig(cropped=True))(IMAGE)) == 1
    assert FakeLandmarker.where == ()
