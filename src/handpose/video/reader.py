"""The frames of a video file with their times, read by OpenCV's FFmpeg."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from handpose.errors import HandposeError, UsageError
from handpose.inference.find_pictures import shown
from handpose.overheard import overhear
from handpose.picture_faults import MOST_PIXELS

# Frames a second; some files claim the ticks of their clock instead.
_MOST_RATE, _USUAL_RATE = 1000.0, 30.0


@dataclass(frozen=True)
class Frame:
    """One frame of a video.

    number: its place among the frames that can be read, from 0.
    time: seconds since the start of the video; grows from frame to frame.
    image: RGB uint8 (h, w, 3), upright as the file says.
    """

    number: int
    time: float
    image: np.ndarray


@dataclass(frozen=True)
class Span:
    """Which frames are wanted: from `start` on and before `end`, seconds, one of `every`."""

    start: float = 0.0
    end: float = math.inf
    every: int = 1


@dataclass(frozen=True)
class Video:
    """A video file that is open for reading.

    rate: frames a second on average, 30 when the file tells nothing that can be.
    promised: how many frames the file says it has, 0 when it does not say.
    """

    path: Path
    capture: cv2.VideoCapture
    rate: float
    promised: int


@contextmanager
def open_video(path: Path) -> Iterator[Video]:
    """A video file, closed at the end; raises HandposeError when it shows nothing."""
    name = opencv_name(path)
    capture, said = overhear(lambda: cv2.VideoCapture(name, cv2.CAP_FFMPEG))
    try:
        reason = _fault(capture, said)
        if reason:
            raise HandposeError(shown(f"{path}: {reason}"))
        yield Video(path, capture, frame_rate(capture), promised_frames(capture))
    finally:
        overhear(capture.release)


def opencv_name(path: Path) -> str:
    """A path as OpenCV can be given it; raises HandposeError for one that is not UTF-8."""
    # Absolute, for FFmpeg takes a name like tcp:clip.mp4 for an address.
    name = str(path.absolute())
    try:
        name.encode()
    except UnicodeEncodeError:  # it would end Python, without an error
        raise HandposeError(shown(f"{path}: not a UTF-8 name; rename the file")) from None
    return name


def frame_rate(capture: cv2.VideoCapture) -> float:
    """Frames a second; 30 for a rate that cannot be."""
    rate = capture.get(cv2.CAP_PROP_FPS)
    return rate if 0 < rate <= _MOST_RATE else _USUAL_RATE


def promised_frames(capture: cv2.VideoCapture) -> int:
    """How many frames there should be; 0 when that is not known."""
    return max(0, int(capture.get(cv2.CAP_PROP_FRAME_COUNT)))


def read_frames(
    video: Video, span: Span, complained: Callable[[], bool], tell: Callable[[str], None]
) -> Iterator[Frame]:
    """The wanted frames of a video that was just opened.

    complained: whether the decoder has found fault so far; see `listening`.
    tell: is given a line when the file is cut off or damaged; what can be read is used.
    Raises HandposeError when no frame can be read and UsageError when none lies in the span.
    """
    found, wanted, time = 0, 0, 0.0
    # Seeking would land on another frame where their distances vary.
    for found, time in enumerate(_grabbed(video), start=1):
        if time >= span.end:
            break
        if time >= span.start:
            if wanted % span.every == 0:
                yield Frame(found - 1, time, _image(video.capture))
            wanted += 1
    else:
        _tell_missing(video, found, complained(), tell)
    if not wanted:
        raise UsageError(_nothing(video.path, span, time))


def _grabbed(video: Video) -> Iterator[float]:
    """The time of each frame, which can then be retrieved."""
    step = 1 / video.rate
    time = -step
    while video.capture.grab():
        stamp = video.capture.get(cv2.CAP_PROP_POS_MSEC) / 1000
        # Some files repeat a time, or have none; the tracker needs growing ones.
        time = stamp if stamp > max(time, 0.0) else time + step
        yield time


def _image(capture: cv2.VideoCapture) -> np.ndarray:
    return cv2.cvtColor(capture.retrieve()[1], cv2.COLOR_BGR2RGB)


def _tell_missing(video: Video, found: int, complained: bool, tell: Callable[[str], None]) -> None:
    if not found:
        raise HandposeError(shown(f"{video.path}: no frame can be read; copy or record it again"))
    # A promise alone proves nothing: it may count longer sound, or frames cut away on purpose.
    if found < video.promised and (complained or _is_cut_avi(video.path)):
        missing = f"{video.promised - found} of {video.promised} frames are missing"
        tell(f"{video.path}: cut off or damaged, {missing}")


def _is_cut_avi(path: Path) -> bool:
    """Whether an AVI file is shorter than it says; about it alone the decoder is silent."""
    with path.open("rb") as file:
        head = file.read(8)
    return head[:4] == b"RIFF" and path.stat().st_size < int.from_bytes(head[4:], "little")


def _fault(capture: cv2.VideoCapture, said: str) -> str:
    if not capture.isOpened():
        if "moov atom not found" in said:
            return "cut off before its index; copy or record it again"
        return "no pictures in it that can be decoded: only sound, or damaged"
    width, height = (capture.get(p) for p in (cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT))
    if width * height > MOST_PIXELS:
        most = MOST_PIXELS // 1_000_000
        return f"frames of {width:.0f}x{height:.0f}; at most {most} megapixels can be read"
    return ""


def _nothing(path: Path, span: Span, last: float) -> str:
    if last < span.start:
        return shown(f"--start={span.start:g}: {path} ends after {last:.2f} s; begin earlier")
    return shown(f"--start={span.start:g} --end={span.end:g}: no frame of {path} lies between")
