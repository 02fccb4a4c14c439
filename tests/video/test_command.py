"""`video`: a video in, the same one with its hands and a table out; faults are told in a line."""

import csv
import re
from pathlib import Path

import numpy as np
import pytest
from clips import first_frames, number_in, with_durations, write_clip
from made_hands import a_row, hands_at

from handpose.cli import main
from handpose.errors import HandposeError, UsageError
from handpose.video import command
from handpose.video.command import video
from handpose.video.options import VideoConfig
from handpose.video.reader import Frame, Span, open_video, read_frames


class Tracker:
    """Sees as many hands as the frame's number modulo 3, at the frame's number, and looks on."""

    def __init__(self):
        self.times = []

    def __call__(self, image, time):
        self.times.append(time)
        number = number_in(image)
        return hands_at([a_row(5 + number, 20 + 9 * hand) for hand in range(number % 3)])


@pytest.fixture(name="tracker", autouse=True)
def _tracker(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    tracker = Tracker()
    monkeypatch.setattr(command, "chosen_tracker", lambda options: tracker)
    return tracker


def frames_of(path: Path) -> tuple[list[Frame], float]:
    with open_video(path) as opened:
        return list(read_frames(opened, Span(), lambda: False, print)), opened.rate


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_drawn_video_and_the_table_lie_where_the_user_is(tracker, capfd):
    write_clip(Path("clip.mp4"), 8)
    folder = video(VideoConfig(video="clip.mp4"))
    assert folder == Path("video_clip_mp4")
    assert sorted(path.name for path in folder.iterdir()) == ["clip.csv", "clip.mp4"]
    frames, rate = frames_of(folder / "clip.mp4")
    assert (len(frames), rate) == (8, 10)
    assert frames[0].image.shape == (48, 64, 3)
    np.testing.assert_allclose(tracker.times, np.arange(8) / 10, atol=1e-3)
    rows = rows_of(folder / "clip.csv")
    assert [row["frame"] for row in rows] == ["1", "2", "2", "4", "5", "5", "7"]
    assert [row["time_s"] for row in rows[:2]] == ["0.1000", "0.2000"]
    assert rows[-1]["wrist_x"] == "12.0000"
    told = capfd.readouterr().err
    assert re.fullmatch(r"8 frames, 7 hands, [\d.]+ frames/s; open video_clip_mp4\n", told)


def test_hands_are_drawn_where_they_are():
    write_clip(Path("clip.mp4"), 2)
    folder = video(VideoConfig(video="clip.mp4"))
    without, one = (frame.image for frame in frames_of(folder / "clip.mp4")[0])
    assert without.std() < 5
    assert one[18:23, 6:26].std() > 10
    assert one[30:].std() < 5


def test_every_and_the_span_thin_out_both_results():
    write_clip(Path("clip.mp4"), 20)
    asked = VideoConfig(video="clip.mp4", start=0.5, end=1.5, every=2)
    folder = video(asked)
    frames, rate = frames_of(folder / "clip.mp4")
    assert (len(frames), rate) == (5, 5)  # 5, 7, 9, 11 and 13
    numbers = [row["frame"] for row in rows_of(folder / "clip.csv")]
    assert numbers == ["5", "5", "7", "11", "11", "13"]


def test_the_tracker_is_given_the_file_s_own_times(tracker):
    path = write_clip(Path("clip.mp4"), 4)
    path.write_bytes(with_durations(path.read_bytes(), [0.1, 0.3, 0.5, 0.1]))
    folder = video(VideoConfig(video="clip.mp4"))
    np.testing.assert_allclose(tracker.times, [0, 0.1, 0.4, 0.9], atol=1e-3)
    assert [row["time_s"] for row in rows_of(folder / "clip.csv")] == ["0.1000", "0.4000", "0.4000"]
    assert frames_of(folder / "clip.mp4")[1] == pytest.approx(4.0)


def test_without_drawing_there_is_only_the_table():
    write_clip(Path("clip.mp4"), 3)
    folder = video(VideoConfig(video="clip.mp4", draw=False, out="results"))
    assert [path.name for path in Path("results").iterdir()] == ["clip.csv"]
    assert folder == Path("results")


def test_parquet_is_written_instead_of_csv():
    pytest.importorskip("pyarrow")
    write_clip(Path("clip.mp4"), 3)
    folder = video(VideoConfig(video="clip.mp4", table="parquet"))
    assert sorted(path.name for path in folder.iterdir()) == ["clip.mp4", "clip.parquet"]


def test_what_is_missing_is_told_and_the_rest_is_used(capfd):
    path = write_clip(Path("clip.avi"), 10)
    path.write_bytes(first_frames(path.read_bytes(), 7))
    folder = video(VideoConfig(video="clip.avi"))
    told = capfd.readouterr().err.splitlines()
    assert told[0] == "clip.avi: cut off or damaged, 3 of 10 frames are missing"
    assert told[1].startswith("7 frames, ")
    assert len(told) == 2
    assert len(frames_of(folder / "clip.mp4")[0]) == 7


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"video": "clip.mp4", "start": 5.0}, "ends after 0.20 s; begin earlier"),
        ({"video": "other.mp4"}, "no such file"),
        ({"video": "noise.mp4"}, "no video"),
        ({"video": ""}, "--video=: a video's file expected"),
    ],
)
def test_an_error_leaves_no_folder_behind(options, said):
    write_clip(Path("clip.mp4"), 3)
    Path("noise.mp4").write_bytes(b"noise" * 100)
    with pytest.raises(HandposeError, match=said):
        video(VideoConfig(**options))
    assert sorted(path.name for path in Path().iterdir()) == ["clip.mp4", "noise.mp4"]


def test_stopping_leaves_no_half_file_and_no_harm(monkeypatch):
    write_clip(Path("clip.mp4"), 6)
    folder = video(VideoConfig(video="clip.mp4", end=0.3))
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    def stopped(image, time):
        if number_in(image) == 4:
            raise KeyboardInterrupt
        return hands_at([])

    monkeypatch.setattr(command, "chosen_tracker", lambda options: stopped)
    with pytest.raises(KeyboardInterrupt):
        video(VideoConfig(video="clip.mp4"))
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_the_video_itself_and_its_neighbours_are_not_written_over():
    original = write_clip(Path("clip.mp4"), 3).read_bytes()
    for out in (".", str(Path.cwd())):
        with pytest.raises(UsageError, match=r"holds clip.mp4 and what lies beside it; name"):
            video(VideoConfig(video="clip.mp4", out=out))
    assert Path("clip.mp4").read_bytes() == original


def test_the_command_line_takes_the_video_as_a_word(capfd):
    write_clip(Path("my clip.mp4"), 3)
    assert main(["video", "my clip.mp4", "--every=2", "--draw=False"]) == 0
    told = capfd.readouterr().err
    assert told.endswith(" frames/s; open video_my_clip_mp4\n")
    assert main(["video", "none.mp4"]) == 1
    assert main(["video", "my clip.mp4", "--end=0"]) == 2
    assert Path("video_my_clip_mp4/my clip.csv").exists()
