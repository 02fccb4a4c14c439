"""Frames come in order with their true times, upright; what is missing is told."""

import os
import sys
from pathlib import Path

import numpy as np
import pytest
from clips import (
    beginning_later,
    first_frames,
    number_in,
    sound_only,
    turned_right,
    with_durations,
    write_clip,
    write_frames,
)

from handpose.errors import HandposeError, UsageError
from handpose.video.listening import listening
from handpose.video.reader import (
    Frame,
    Span,
    Video,
    frame_rate,
    open_video,
    promised_frames,
    read_frames,
)

EVERYTHING = Span()


def read(path: Path, span: Span = EVERYTHING) -> tuple[list[Frame], list[str]]:
    """The frames, and what was told about them."""
    told: list[str] = []
    with listening() as (_, complained), open_video(path) as video:
        return list(read_frames(video, span, complained, told.append)), told


def numbers(frames: list[Frame]) -> list[int]:
    assert [number_in(frame.image) for frame in frames] == [frame.number for frame in frames]
    return [frame.number for frame in frames]


@pytest.mark.parametrize("ending", ["mp4", "avi", "mkv", "ts"])
def test_every_frame_comes_with_its_number_and_time(ending, tmp_path):
    frames, told = read(write_clip(tmp_path / f"clip.{ending}", 10))
    assert numbers(frames) == list(range(10))
    np.testing.assert_allclose([frame.time for frame in frames], np.arange(10) / 10, atol=2e-3)
    assert told == []


def test_a_span_is_from_start_on_and_before_end_one_of_every(tmp_path):
    clip = write_clip(tmp_path / "clip.mp4", 10)
    assert numbers(read(clip, Span(0.3, 0.8))[0]) == [3, 4, 5, 6, 7]
    assert numbers(read(clip, Span(0.25, 0.8, every=2))[0]) == [3, 5, 7]
    assert numbers(read(clip, Span(every=4))[0]) == [0, 4, 8]


def test_pictures_are_rgb(tmp_path):
    red = np.zeros((48, 64, 3), np.uint8)
    red[..., 0] = 255
    frames, _ = read(write_frames(tmp_path / "clip.mp4", [red]))
    assert frames[0].image.dtype == np.uint8
    np.testing.assert_allclose(frames[0].image[24, 32], [255, 0, 0], atol=6)


def test_a_telephone_s_video_is_shown_upright(tmp_path):
    left_is_white = np.zeros((48, 64, 3), np.uint8)
    left_is_white[:, :32] = 255
    path = write_frames(tmp_path / "clip.mp4", [left_is_white] * 3)
    path.write_bytes(turned_right(path.read_bytes()))
    image = read(path)[0][0].image
    assert image.shape == (64, 48, 3)
    assert image[:28].min() > 240  # what was left is above
    assert image[36:].max() < 15


def test_times_are_those_of_the_file_where_frames_last_unequally(tmp_path):
    path = write_clip(tmp_path / "clip.mp4", 4)
    path.write_bytes(with_durations(path.read_bytes(), [0.1, 0.3, 0.5, 0.1]))
    frames, told = read(path)
    np.testing.assert_allclose([frame.time for frame in frames], [0, 0.1, 0.4, 0.9], atol=1e-3)
    assert numbers(read(path, Span(start=0.4))[0]) == [2, 3]
    assert told == []
    with open_video(path) as video:
        assert video.rate == pytest.approx(4.0)


def test_times_grow_even_where_the_file_repeats_them(tmp_path):
    path = write_clip(tmp_path / "clip.mp4", 4)
    path.write_bytes(with_durations(path.read_bytes(), [0, 0, 0, 1.0]))
    times = [frame.time for frame in read(path)[0]]
    np.testing.assert_allclose(times, [0, 0.25, 0.5, 0.75], atol=1e-3)


class Stamps:
    """A capture whose frames have these times, in thousandths of a second."""

    def __init__(self, stamps: list[float]):
        self._left = [-1.0, *stamps]

    def grab(self) -> bool:
        self._left = self._left[1:]
        return bool(self._left)

    def get(self, _: int) -> float:
        return self._left[0]

    def retrieve(self) -> tuple[bool, np.ndarray]:
        return True, np.zeros((4, 4, 3), np.uint8)


@pytest.mark.parametrize(
    ("stamps", "times"),
    [
        ([-20.0, 30.0, 90.0], [0.0, 0.03, 0.09]),  # the first frame lies before the start
        ([float("nan")] * 3, [0.0, 0.1, 0.2]),
        ([0.0, 300.0, 200.0], [0.0, 0.3, 0.4]),
    ],
)
def test_times_begin_with_0_and_grow_whatever_the_file_says(stamps, times, tmp_path):
    video = Video(tmp_path / "clip.mp4", Stamps(stamps), rate=10.0, promised=3)
    read = [frame.time for frame in read_frames(video, EVERYTHING, lambda: False, print)]
    np.testing.assert_allclose(read, times, atol=1e-9)


@pytest.mark.parametrize("more", [0, 3])
def test_a_cut_off_video_is_read_as_far_as_it_goes(more, tmp_path):
    path = write_clip(tmp_path / "clip.avi", 10)
    whole = path.read_bytes()
    between = len(first_frames(whole, 5))
    path.write_bytes(whole[: between + more])
    frames, told = read(path)
    assert numbers(frames) == [0, 1, 2, 3, 4]
    assert told == [f"{path}: cut off or damaged, 5 of 10 frames are missing"]


def test_a_damaged_frame_is_told_and_left_out(tmp_path):
    path = write_clip(tmp_path / "clip.mp4", 10)
    content = bytearray(path.read_bytes())
    last = content.rindex(b"\x00\x00\x01\xb6", 0, content.index(b"moov"))
    content[last : last + 8] = bytes(8)
    path.write_bytes(content)
    frames, told = read(path)
    assert numbers(frames) == [0, 1, 2, 3, 4, 5, 6, 7, 8]
    assert told == [f"{path}: cut off or damaged, 1 of 10 frames are missing"]


def test_frames_cut_away_on_purpose_are_not_missing(tmp_path):
    path = write_clip(tmp_path / "clip.mp4", 10)
    path.write_bytes(beginning_later(path.read_bytes(), 4))
    frames, told = read(path)
    assert [number_in(frame.image) for frame in frames] == [4, 5, 6, 7, 8, 9]
    assert frames[0].time == 0
    assert told == []


def test_what_holds_no_pictures_is_named_with_the_reason(tmp_path, capfd):
    path = write_clip(tmp_path / "clip.mp4", 3)
    whole = path.read_bytes()
    index = whole.index(b"moov") - 4
    data = whole.index(b"mdat") + 4
    for content, reason in (
        (whole[:index], "cut off before its index"),
        (whole[: index + 40], "only sound, or damaged"),
        (sound_only(whole), "only sound, or damaged"),
        (whole[:data] + bytes(index - data) + whole[index:], "no frame can be read"),
    ):
        path.write_bytes(content)
        with pytest.raises(HandposeError, match=f"clip.mp4: .*{reason}"):
            read(path)
    assert capfd.readouterr().err == ""


def test_a_span_without_frames_is_an_error(tmp_path):
    path = write_clip(tmp_path / "clip.mp4", 10)
    with pytest.raises(UsageError, match=r"--start=2: .*clip.mp4 ends after 0.90 s; begin earlier"):
        read(path, Span(start=2.0))
    with pytest.raises(UsageError, match=r"--start=0.31 --end=0.39: no frame"):
        read(path, Span(start=0.31, end=0.39))


def test_frames_too_large_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("handpose.video.reader.MOST_PIXELS", 1_000_000)
    path = write_frames(tmp_path / "clip.mp4", [np.zeros((1024, 1024, 3), np.uint8)])
    with pytest.raises(HandposeError, match="frames of 1024x1024; at most 1 megapixels"):
        read(path)


class Claims:
    """A capture that says something impossible about itself."""

    def __init__(self, value: float):
        self._value = value

    def get(self, _: int) -> float:
        return self._value


@pytest.mark.parametrize("rate", [0.0, -1.0, 90_000.0, float("nan")])
def test_a_rate_that_cannot_be_is_30(rate):
    assert frame_rate(Claims(rate)) == 30
    assert frame_rate(Claims(23.976)) == 23.976


def test_an_unknown_number_of_frames_is_0():
    assert promised_frames(Claims(-1.9e16)) == 0


@pytest.mark.skipif(sys.platform != "linux", reason="other systems' names are always text")
def test_a_name_that_would_end_python_is_an_error(tmp_path):
    path = write_clip(tmp_path / "clip.mp4", 2).rename(os.fsdecode(bytes(tmp_path) + b"/\xff.mp4"))
    with pytest.raises(HandposeError, match=r"udcff.mp4: not a UTF-8 name; rename the file"):
        read(path)


def test_a_name_that_looks_like_an_address_is_a_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_clip(tmp_path / "clip.mp4", 2).rename("tcp:clip.mp4")
    assert numbers(read(Path("tcp:clip.mp4"))[0]) == [0, 1]
