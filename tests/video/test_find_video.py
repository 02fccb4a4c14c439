"""A video is a file with a video's first bytes; everything else is named with the reason."""

import cv2
import numpy as np
import pytest
from clips import write_clip

from handpose.errors import HandposeError, UsageError
from handpose.video.find_video import find_video


@pytest.mark.parametrize("name", ["clip.mp4", "clip.mov", "clip.mkv", "clip.avi", "clip.ts"])
def test_a_video_is_told_by_its_content(name, tmp_path):
    renamed = write_clip(tmp_path / name, 2).rename(tmp_path / "clip")
    assert find_video(str(renamed)) == renamed


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "an empty file; copy or record it again"),
        (b"pandas" * 100, "no video; MP4, MOV, MKV"),
        (b"RIFF\x24\x00\x00\x00WAVEfmt ", "no video; MP4"),
        (b"#EXTM3U\n/etc/passwd\n", "no video; MP4"),  # FFmpeg would open what it lists
        (b"ffconcat version 1.0\nfile secret.mp4\n", "no video; MP4"),
        (cv2.imencode(".png", np.zeros((4, 4, 3)))[1].tobytes(), "a picture; use: handpose test"),
    ],
)
def test_what_is_no_video_is_refused_before_it_is_decoded(content, reason, tmp_path):
    (tmp_path / "clip.mp4").write_bytes(content)
    with pytest.raises(HandposeError, match=f"clip.mp4: {reason}"):
        find_video(str(tmp_path / "clip.mp4"))


def test_a_file_is_needed(tmp_path):
    with pytest.raises(UsageError, match="--video=: a video's file expected"):
        find_video("")
    with pytest.raises(HandposeError, match="no such file; a video's file expected"):
        find_video(str(tmp_path / "clip.mp4"))
    with pytest.raises(HandposeError, match="a folder; a video's file expected"):
        find_video(str(tmp_path))


def test_the_home_folder_may_be_a_tilde(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    write_clip(tmp_path / "clip.mp4", 2)
    assert find_video("~/clip.mp4") == tmp_path / "clip.mp4"
