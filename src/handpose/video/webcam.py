"""`handpose webcam`: hands followed in what the camera sees, in a window."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import cv2
import numpy as np

from handpose.drawing import write
from handpose.errors import HandposeError
from handpose.inference.hands import Hands
from handpose.overheard import overhear
from handpose.video.annotate import annotated, mirrored
from handpose.video.chosen import Tracker, chosen_tracker
from handpose.video.options import WebcamConfig
from handpose.video.window import Show, open_window

# An RGB uint8 picture (h, w, 3), and when it was taken, seconds on a clock of its own.
Taken = tuple[np.ndarray, float]

_MEASURED = 30  # the last frames, whose rate is shown


def webcam(options: WebcamConfig) -> None:
    """Show the hands before a camera until the user ends it.

    Raises HandposeError without a camera, a screen or tkinter, and when the camera stops.
    """
    tracker = chosen_tracker(options)
    with open_camera(options.camera) as frames, open_window("handpose") as show:
        ended = follow(frames, tracker, show, mirror=options.mirror)
    if not ended:
        raise HandposeError(
            f"--camera={options.camera}: gives no more pictures; plug it in, and close other "
            "programs that use it"
        )


def follow(frames: Iterable[Taken], tracker: Tracker, show: Show, *, mirror: bool) -> bool:
    """Show each frame with its hands; whether the user ended it, rather than the frames."""
    times: deque[float] = deque(maxlen=_MEASURED)
    for image, taken in frames:
        times.append(taken)
        picture = _drawn(image, tracker(image, taken), mirror)
        write(picture, f"{rate_of(times):.0f} frames/s", (6, 20), 0.5)
        if not show(picture):
            return True
    return False


def rate_of(times: deque[float]) -> float:
    """Frames a second over growing times in seconds; 0 before there are two."""
    return (len(times) - 1) / (times[-1] - times[0]) if len(times) > 1 else 0.0


def _drawn(image: np.ndarray, hands: Hands, mirror: bool) -> np.ndarray:
    return annotated(*mirrored(image, hands)) if mirror else annotated(image, hands)


@contextmanager
def open_camera(number: int) -> Iterator[Iterator[Taken]]:
    """The frames of a camera, as they come; raises HandposeError when there is no such camera."""
    capture, _ = overhear(lambda: cv2.VideoCapture(number))
    try:
        if not capture.isOpened():
            raise HandposeError(
                f"--camera={number}: no camera answers; plug one in, allow its use, or name another"
            )
        # Frames that wait in a queue would be shown late.
        capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
        yield _frames(capture)
    finally:
        capture.release()


def _frames(capture: cv2.VideoCapture) -> Iterator[Taken]:
    while True:
        (there, image), _ = overhear(capture.read)
        if not there:
            return
        yield cv2.cvtColor(image, cv2.COLOR_BGR2RGB), time.perf_counter()
