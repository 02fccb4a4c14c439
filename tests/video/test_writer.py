"""A written video has every frame at its size and rate, or is not there."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import pytest
from clips import number_in

from handpose.errors import HandposeError
from handpose.video.reader import Frame, Span, open_video, read_frames
from handpose.video.writer import video_writer


def frames_of(path: Path) -> tuple[list[Frame], float]:
    with open_video(path) as video:
        return list(read_frames(video, Span(), lambda: False, print)), video.rate


def write_all(path: Path, images: Iterable[np.ndarray], size=(48, 64), rate: float = 10) -> None:
    with video_writer(path, size, rate) as write:
        for image in images:
            write(image)


def grey(number: int, size: tuple[int, int] = (48, 64)) -> np.ndarray:
    return np.full((*size, 3), 8 * number, np.uint8)


@pytest.mark.parametrize("rate", [0.03, 5.5, 29.97, 240.0])
def test_frames_are_written_in_order_at_their_rate(rate, tmp_path):
    path = tmp_path / "new" / "clip.mp4"
    write_all(path, map(grey, range(5)), rate=rate)
    frames, written = frames_of(path)
    assert [number_in(frame.image) for frame in frames] == [0, 1, 2, 3, 4]
    assert written == pytest.approx(rate, abs=1e-3)


def test_colours_are_those_of_rgb(tmp_path):
    red = np.zeros((48, 64, 3), np.uint8)
    red[..., 0] = 255
    write_all(tmp_path / "clip.mp4", [red])
    frames, _ = frames_of(tmp_path / "clip.mp4")
    np.testing.assert_allclose(frames[0].image[24, 32], [255, 0, 0], atol=6)


@pytest.mark.parametrize(("size", "even"), [((47, 63), (48, 64)), ((1, 3), (2, 4))])
def test_an_odd_side_grows_by_a_pixel_of_its_border(size, even, tmp_path):
    write_all(tmp_path / "clip.mp4", [grey(20, size)], size)
    image = frames_of(tmp_path / "clip.mp4")[0][0].image
    assert image.shape == (*even, 3)
    np.testing.assert_allclose(image, 160, atol=6)


def test_a_rate_too_slow_to_be_written_becomes_the_slowest(tmp_path):
    write_all(tmp_path / "clip.mp4", [grey(1)], rate=1e-5)
    assert frames_of(tmp_path / "clip.mp4")[1] == pytest.approx(0.01)


def stopped() -> Iterator[np.ndarray]:
    yield grey(1)
    raise KeyboardInterrupt


def test_a_stopped_video_leaves_what_was_there_before(tmp_path):
    (tmp_path / "clip.mp4").write_bytes(b"an earlier one")
    with pytest.raises(KeyboardInterrupt):
        write_all(tmp_path / "clip.mp4", stopped())
    assert [path.name for path in tmp_path.iterdir()] == ["clip.mp4"]
    assert (tmp_path / "clip.mp4").read_bytes() == b"an earlier one"


def test_sizes_that_mpeg_4_cannot_hold_are_an_error(tmp_path, capfd):
    with pytest.raises(HandposeError, match=r"frames of 8200x16 cannot be .* use --draw=False"):
        write_all(tmp_path / "clip.mp4", [], (16, 8200))
    assert list(tmp_path.iterdir()) == []
    assert capfd.readouterr().err == ""


def test_frames_of_another_size_are_found_missing(tmp_path):
    with pytest.raises(HandposeError, match="only 1 of 2 frames could be written"):
        write_all(tmp_path / "clip.mp4", [grey(1), grey(1, (24, 32))])
    assert list(tmp_path.iterdir()) == []


def small_disk() -> Iterator[np.ndarray]:
    """Ten noisy frames, more than the disk takes while they are written."""
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    try:
        yield from np.random.default_rng(0).integers(0, 256, (10, 240, 320, 3), np.uint8)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such limit")
def test_a_full_disk_is_found(tmp_path):
    with pytest.raises(HandposeError, match=r"clip.mp4: only \d of 10 frames .* disk full"):
        write_all(tmp_path / "clip.mp4", small_disk(), (240, 320))
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_takes_no_files_is_an_error(tmp_path):
    (tmp_path / "taken").touch()
    with pytest.raises(HandposeError, match="cannot be written"):
        write_all(tmp_path / "taken" / "clip.mp4", [grey(1)])
