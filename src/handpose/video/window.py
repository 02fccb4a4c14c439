"""A window that shows pictures, by tkinter, which comes with Python: OpenCV here has none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event
from typing import Any

import cv2
import numpy as np

from handpose.errors import HandposeError

# Takes an RGB uint8 picture (h, w, 3); False once the user wants no more of them.
Show = Callable[[np.ndarray], bool]

_ENDING = ("q", "Q", "<Escape>")


@contextmanager
def open_window(title: str) -> Iterator[Show]:
    """A window, and the function that shows a picture in it; q, Esc or closing it ends the show.

    Raises HandposeError without tkinter or a screen.
    """
    tkinter = _tkinter()
    root, ended = _root(tkinter), Event()
    root.title(title)
    root.protocol("WM_DELETE_WINDOW", ended.set)
    for key in _ENDING:
        root.bind(key, lambda _: ended.set())
    photo = tkinter.PhotoImage(master=root)
    tkinter.Label(root, image=photo, borderwidth=0).pack()
    room = (root.winfo_screenheight(), root.winfo_screenwidth())

    def show(picture: np.ndarray) -> bool:
        photo.configure(data=ppm(fitted(picture, room)), format="PPM")
        root.update()
        return not ended.is_set()

    try:
        yield show
    finally:
        root.destroy()


def ppm(picture: np.ndarray) -> bytes:
    """An RGB uint8 picture (h, w, 3) in the one format that Tk reads without decoding."""
    height, width = picture.shape[:2]
    return b"P6 %d %d 255\n" % (width, height) + picture.tobytes()


def fitted(picture: np.ndarray, room: tuple[int, int]) -> np.ndarray:
    """A picture shrunk to at most `room`, (height, width) in pixels; smaller ones as they are."""
    height, width = picture.shape[:2]
    shrink = min(room[0] / height, room[1] / width, 1.0)
    if shrink == 1:
        return picture
    size = (max(1, int(width * shrink)), max(1, int(height * shrink)))
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA)


def _tkinter() -> Any:
    try:
        import tkinter
    except ImportError:
        raise HandposeError(
            "Python's tkinter is not installed, and the window needs it; "
            "on Debian and Ubuntu run: apt install python3-tk"
        ) from None
    return tkinter


def _root(tkinter: Any) -> Any:
    try:
        return tkinter.Tk(className="handpose")
    except tkinter.TclError as error:
        raise HandposeError(
            f"no window can be opened ({error}); sit at a screen, or use: handpose video"
        ) from None
