"""bench/jitter.py follows the first hand and compares its jitter with and without smoothing."""

import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from handpose.errors import HandposeError
from handpose.inference.detections import Detections
from handpose.inference.hands import Hands

BENCH = Path(__file__).parents[2] / "bench"
HAND = np.column_stack([np.linspace(40, 60, 21), np.linspace(90, 40, 21)])


@pytest.fixture(name="script")
def _script(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCH))
    import jitter

    yield jitter
    sys.modules.pop("jitter")


def detect(image):
    return Detections(np.array([[40.0, 40, 20, 50]]), np.zeros(1), np.ones(1))


def find(image, boxes, angles):
    """A hand that is as far right and as present as the picture is red."""
    red, one = image[0, 0, 0], np.ones((1, 21), np.float32)
    keypoints = np.add(HAND, [red / 10, 0])[None].astype(np.float32)
    return Hands(keypoints, one, one[:, 0], one[:, 0] * (red < 200), np.zeros(1, np.int64))


def frames(*reds):
    return [(np.full((100, 100, 3), red, np.uint8), n / 30) for n, red in enumerate(reds)]


def numbers(output):
    return [float(word) for word in output.split() if word.replace(".", "", 1).isdigit()]


def test_it_prints_the_jitter_before_and_after_smoothing(script, capsys):
    script.report(frames(*[10, 30] * 20, 255), detect, find)
    followed, found, share, smoothed, _, ratio = numbers(capsys.readouterr().out)
    # 20 / 10 px to and fro, of a hand of 50 px.
    assert (followed, found, share) == (40, 2.0, 4.0)
    assert smoothed < 0.5
    assert ratio == pytest.approx(smoothed / found, abs=1e-3)


def test_without_a_hand_in_two_frames_there_is_nothing_to_tell(script):
    with pytest.raises(HandposeError, match="no hand is followed through two of 3 frames"):
        script.report(frames(255, 255, 10), detect, find)


def test_a_film_has_its_frames_and_their_times(script, tmp_path):
    path = str(tmp_path / "film.avi")
    writer = cv2.VideoWriter(path, cv2.VideoWriter.fourcc(*"MJPG"), 10, (64, 48))
    for red in (50, 100, 150):
        writer.write(np.full((48, 64, 3), [0, 0, red], np.uint8))
    writer.release()
    read = list(script.film(path, 2))
    assert [time for _, time in read] == pytest.approx([0, 0.1])
    assert [image[20, 20, 0] for image, _ in read] == pytest.approx([50, 100], abs=6)
    with pytest.raises(HandposeError, match="cannot be read as a video"):
        list(script.film(str(tmp_path / "none.avi"), 2))


def test_noise_is_the_same_each_time_and_new_in_each_frame(script):
    grey = np.full((30, 30, 3), 128, np.uint8)
    one, two = (list(script.noisy(grey, 4.0, 3)) for _ in range(2))
    np.testing.assert_array_equal(one[2][0], two[2][0])
    assert np.std(one[1][0].astype(float) - one[0][0]) == pytest.approx(4 * 2**0.5, rel=0.05)


def test_the_detector_of_a_rendered_hand_knows_its_place(script):
    seen = script.known_place(HAND)(None)
    assert (len(seen), round(float(seen.angles[0]))) == (1, 22)
