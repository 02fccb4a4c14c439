"""A video file written frame by frame, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np

from handpose.errors import HandposeError
from handpose.files import atomic_path
from handpose.overheard import overhear
from handpose.video.reader import open_video, opencv_name

# OpenCV writes nothing slower.
_LEAST_RATE = 0.01


@contextmanager
def video_writer(
    path: Path, size: tuple[int, int], rate: float
) -> Iterator[Callable[[np.ndarray], None]]:
    """A function that adds an RGB uint8 frame (h, w, 3) to an MPEG-4 video at `path`.

    size: (height, width) of all frames; an odd one grows by a pixel, for MPEG-4 has none.
    rate: frames a second. Raises HandposeError when the file cannot be written in full.
    """
    bottom, right = (length % 2 for length in size)
    with atomic_path(path) as temporary:
        writer, written = _opened(temporary, path, (size[0] + bottom, size[1] + right), rate), 0

        def write(image: np.ndarray) -> None:
            nonlocal written
            even = cv2.copyMakeBorder(image, 0, bottom, 0, right, cv2.BORDER_REPLICATE)
            overhear(lambda: writer.write(cv2.cvtColor(even, cv2.COLOR_RGB2BGR)))
            written += 1

        try:
            yield write
        finally:
            overhear(writer.release)
        _check_whole(temporary, path, written)


def _opened(temporary: Path, path: Path, size: tuple[int, int], rate: float) -> cv2.VideoWriter:
    # OpenCV would say neither yes nor no to a place that takes no files.
    temporary.touch()
    name, code = opencv_name(temporary), cv2.VideoWriter.fourcc(*"mp4v")
    arguments = (name, cv2.CAP_FFMPEG, code, max(rate, _LEAST_RATE), size[::-1])
    writer, _ = overhear(lambda: cv2.VideoWriter(*arguments))
    if not writer.isOpened():
        raise HandposeError(
            f"{path}: frames of {size[1]}x{size[0]} cannot be written as MPEG-4; use --draw=False"
        )
    return writer


def _check_whole(temporary: Path, path: Path, written: int) -> None:
    # A full disk stops OpenCV's writer without a word.
    try:
        with open_video(temporary) as video:
            found = video.promised
    except HandposeError:
        found = 0
    if found != written:
        raise HandposeError(
            f"{path}: only {found} of {written} frames could be written; is the disk full?"
        )
