"""The tracker is made of the files that are named, of the shipped ones otherwise."""

import pytest

from handpose import shipped
from handpose.inference import landmarker, search, tracker
from handpose.video.chosen import chosen_tracker
from handpose.video.options import VideoConfig, WebcamConfig


@pytest.fixture(autouse=True)
def _opened_files_are_only_named(monkeypatch):
    monkeypatch.setattr(search, "detector_of", lambda file, sureness: ("detector", file, sureness))
    monkeypatch.setattr(landmarker, "HandLandmarker", lambda file: ("landmarker", file))
    monkeypatch.setattr(tracker, "HandTracker", lambda *files, **options: (*files, options))


def test_the_shipped_files_are_used_when_none_is_named():
    made = chosen_tracker(WebcamConfig())
    files = (("detector", "", shipped.SURENESS), ("landmarker", None))
    assert made == (*files, {"max_hands": 2, "smooth": True})


def test_named_files_and_options_reach_the_tracker():
    options = VideoConfig(load_path="hand.onnx", detector="d.tflite", max_hands=1, smooth=False)
    made = chosen_tracker(options)
    files = (("detector", "d.tflite", shipped.SURENESS), ("landmarker", "hand.onnx"))
    assert made == (*files, {"max_hands": 1, "smooth": False})
