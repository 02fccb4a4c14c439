"""bench/whole_frames.py looks for the hands of a frame in several ways, in turns."""

import importlib.util
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest
from web.toy_models import write_detector, write_landmarker

from handpose.errors import HandposeError

BENCH = Path(__file__).parents[2] / "bench"


@pytest.fixture(name="script")
def _script(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCH))
    import whole_frames

    # As on a machine without MediaPipe, wherever this runs.
    find_spec = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "mediapipe" else find_spec(name)
    )
    yield whole_frames
    sys.modules.pop("whole_frames")


@pytest.fixture(name="files")
def _files(tmp_path):
    """A frame and two models of which the detector always sees one hand in its middle."""
    rng = np.random.default_rng(0)
    cv2.imwrite(str(tmp_path / "frame.png"), rng.integers(0, 255, (48, 64, 3), np.uint8))
    box, one = np.array([[80, 90, 60, 50]]), np.ones(1)
    detector = write_detector(tmp_path / "detector.tflite", box, 0 * one, one)
    model = write_landmarker(tmp_path / "hand.tflite")
    return {"frame": str(tmp_path / "frame.png"), "detector": detector, "model": model}


def test_both_ways_are_timed_and_told(script, files, capsys):
    script.main(**files, runs=3)
    first, *lines = capsys.readouterr().out.splitlines()
    assert first == "64 x 48 px, 3 calls of each"
    assert [line[:16].rstrip() for line in lines] == [script.ANEW, script.FOLLOWED]
    for line in lines:
        milliseconds, _, rate, _ = line[16:].split()
        assert float(milliseconds) * float(rate) == pytest.approx(1000, rel=0.05)


def test_a_way_that_finds_no_hand_is_refused(script, files, tmp_path):
    nothing = write_detector(tmp_path / "blind.tflite", np.zeros((1, 4)), np.zeros(1), np.zeros(1))
    with pytest.raises(HandposeError, match="found anew: no hand in the frame; name another"):
        script.main(**files | {"detector": nothing}, runs=3)


def test_the_calls_take_turns(script):
    order = []

    def call(name):
        return lambda: order.append(name) or 1

    taken = script.in_turns({"a": call("a"), "b": call("b")}, 2)
    assert order == ["a", "b"] * 12
    assert {name: len(times) for name, times in taken.items()} == {"a": 2, "b": 2}
