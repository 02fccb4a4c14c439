"""The tracker is made of the files that are named, of the shipped ones otherwise."""

import sys
from types import ModuleType

import pytest

from handpose.inference import landmarker, tracker
from handpose.video.chosen import chosen_tracker
from handpose.video.options import VideoConfig, WebcamConfig


@pytest.fixture(autouse=True)
def _opened_files_are_only_named(monkeypatch):
    detector = ModuleType("handpose.inference.detector")
    detector.HandDetector = lambda file: ("detector", file)
    monkeypatch.setitem(sys.modules, detector.__name__, detector)
    monkeypatch.setattr(landmarker, "HandLandmarker", lambda file: ("landmarker", file))
    monkeypatch.setattr(tracker, "HandTracker", lambda *files, **options: (*files, options))


def test_the_shipped_files_are_used_when_none_is_named():
    made = chosen_tracker(WebcamConfig())
    assert made == (("detector", None), ("landmarker", None), {"max_hands": 2, "smooth": True})


def test_named_files_and_options_reach_the_tracker():
    options = VideoConfig(load_path="hand.onnx", detector="d.tflite", max_hands=1, smooth=False)
    made = chosen_tracker(options)
    expected = (("detector", "d.tflite"), ("landmarker", "hand.onnx"))
    assert made == (*expected, {"max_hands": 1, "smooth": False})
