"""`webcam`: what the camera sees goes through the tracker into the window, until it is ended."""

from collections import deque
from contextlib import contextmanager

import cv2
import numpy as np
import pytest
from clips import number_in, write_clip
from made_hands import a_row, hands_at

from handpose.cli import main
from handpose.errors import HandposeError
from handpose.video import webcam as module
from handpose.video.options import WebcamConfig
from handpose.video.webcam import follow, open_camera, rate_of, webcam


class Screen:
    """Keeps what it is shown; the user ends the show with picture number `last`."""

    def __init__(self, last: int):
        self.pictures, self._last = [], last

    def __call__(self, picture) -> bool:
        self.pictures.append(picture)
        return len(self.pictures) < self._last


def taken(count: int, size: tuple[int, int] = (120, 160)):
    return ((np.zeros((*size, 3), np.uint8), 5 + n / 20) for n in range(count))


def hand_on_the_left(image, time):
    return hands_at([a_row(20, 60)], right=[0.9], scores=1.0)


def nobody(image, time):
    return hands_at([])


def test_every_frame_is_tracked_and_shown_until_the_user_ends_it():
    times, screen = [], Screen(last=3)

    def tracker(image, time):
        times.append(time)
        return nobody(image, time)

    assert follow(taken(10), tracker, screen, mirror=True)
    assert times == [5.0, 5.05, 5.1]
    assert len(screen.pictures) == 3


def test_frames_that_end_are_told_from_a_user_who_does():
    assert not follow(taken(2), hand_on_the_left, Screen(last=9), mirror=True)


@pytest.mark.parametrize(("mirror", "columns"), [(False, slice(20, 41)), (True, slice(119, 140))])
def test_a_mirror_shows_the_hand_on_the_other_side(mirror, columns):
    screen = Screen(last=1)
    follow(taken(1), hand_on_the_left, screen, mirror=mirror)
    row = screen.pictures[0][58:63].any(axis=(0, 2))
    assert row[columns].all()
    assert not row[70:100].any()


def test_the_tracker_sees_the_unmirrored_frame_and_its_side_is_shown_as_it_says(monkeypatch):
    seen, told = [], []
    monkeypatch.setattr(module, "annotated", lambda image, hands: told.append(hands) or image)
    frame = np.zeros((120, 160, 3), np.uint8)
    frame[:, :80] = 255

    def tracker(image, time):
        seen.append(image.copy())
        return hand_on_the_left(image, time)

    follow([(frame, 0.0)], tracker, Screen(last=1), mirror=True)
    np.testing.assert_array_equal(seen[0], frame)
    assert list(told[0].handedness) == ["right"]


def test_the_rate_is_that_of_the_last_frames():
    assert rate_of(deque()) == 0
    assert rate_of(deque([7.0])) == 0
    assert rate_of(deque([1.0, 1.1, 1.5])) == pytest.approx(4.0)


def test_the_rate_is_written_into_the_picture():
    screen = Screen(last=2)
    follow(taken(2), nobody, screen, mirror=False)
    first, second = screen.pictures
    assert first[:30].any()
    assert (first != second).any()  # 0 frames/s, 20 frames/s
    assert not second[30:].any()


@pytest.fixture(name="screen")
def _video_as_camera(monkeypatch, tmp_path):
    """A video of five frames for camera 1, a screen that the user leaves at the third."""
    clip, screen = write_clip(tmp_path / "clip.mp4", 5), Screen(last=3)
    real = cv2.VideoCapture

    @contextmanager
    def window(title):
        yield screen

    monkeypatch.setattr(cv2, "VideoCapture", lambda n: real(str(clip) if n == 1 else "/none.mp4"))
    monkeypatch.setattr(module, "open_window", window)
    monkeypatch.setattr(module, "chosen_tracker", lambda options: nobody)
    return screen


def test_what_the_camera_sees_is_shown(screen):
    webcam(WebcamConfig(camera=1))
    assert [number_in(picture[30:]) for picture in screen.pictures] == [0, 1, 2]


def test_frames_carry_the_time_at_which_they_came(screen):
    with open_camera(1) as frames:
        times = [time for _, time in frames]
    assert len(times) == 5
    assert (np.diff(times) > 0).all()


def test_a_camera_that_stops_is_an_error(screen, monkeypatch):
    monkeypatch.setattr(screen, "_last", 99)
    with pytest.raises(HandposeError, match="--camera=1: gives no more pictures; plug it in"):
        webcam(WebcamConfig(camera=1))
    assert len(screen.pictures) == 5


def test_no_camera_is_one_line_and_exit_code_1(screen, capfd):
    assert main(["webcam", "--camera=0"]) == 1
    said = "--camera=0: no camera answers; plug one in, allow its use, or name another"
    assert capfd.readouterr().err == f"handpose: {said}\n"
