"""The window shows what it is given until q, Esc or its closing; without a screen it says so."""

import os
import shutil
import subprocess
import sys
from types import SimpleNamespace

import numpy as np
import pytest

from handpose.errors import HandposeError
from handpose.video.window import fitted, open_window, ppm


def opened() -> None:
    with open_window("handpose"):
        pass


def test_ppm_is_a_header_and_the_pixels():
    picture = np.arange(18, dtype=np.uint8).reshape(2, 3, 3)
    assert ppm(picture) == b"P6 3 2 255\n" + bytes(range(18))


def test_a_picture_seen_from_the_side_keeps_its_pixels_in_order():
    picture = np.arange(18, dtype=np.uint8).reshape(2, 3, 3)
    assert ppm(picture[:, ::-1])[11:20] == bytes([6, 7, 8, 3, 4, 5, 0, 1, 2])


def test_only_what_is_larger_than_the_screen_is_shrunk():
    picture = np.zeros((720, 1280, 3), np.uint8)
    assert fitted(picture, (800, 1280)) is picture
    assert fitted(picture, (1080, 640)).shape == (360, 640, 3)
    assert fitted(picture, (180, 1920)).shape == (180, 320, 3)


def test_without_tkinter_the_package_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "tkinter", None)
    with pytest.raises(HandposeError, match=r"tkinter is not installed.*apt install python3-tk"):
        opened()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a screen")
def test_without_a_screen_a_line_says_so(monkeypatch):
    pytest.importorskip("tkinter")
    monkeypatch.delenv("DISPLAY", raising=False)
    with pytest.raises(HandposeError, match=r"no window can be opened \(.*use: handpose video"):
        opened()


class Tk:
    """As much of tkinter as a window takes; `pressed` and `closed` are what the user does."""

    TclError = RuntimeError

    def __init__(self):
        self.shown, self.destroyed = [], False
        self._keys, self._closing = {}, None

    def Tk(self, className):  # noqa: N802, N803
        return self

    def PhotoImage(self, master):  # noqa: N802
        return SimpleNamespace(configure=lambda data, format: self.shown.append((format, data)))

    def Label(self, master, **options):  # noqa: N802
        return SimpleNamespace(pack=lambda: None)

    def bind(self, key, act):
        self._keys[key] = act

    def protocol(self, name, act):
        assert name == "WM_DELETE_WINDOW"
        self._closing = act

    def pressed(self, key):
        self._keys.get(key, lambda event: None)(None)

    def closed(self):
        self._closing()

    def title(self, text):
        self.titled = text

    def winfo_screenheight(self):
        return 50

    def winfo_screenwidth(self):
        return 1000

    def update(self):
        assert self.shown

    def destroy(self):
        self.destroyed = True


@pytest.fixture(name="tk")
def _tk(monkeypatch):
    tk = Tk()
    monkeypatch.setitem(sys.modules, "tkinter", tk)
    return tk


PICTURE = np.full((100, 80, 3), 7, np.uint8)


def test_pictures_are_shown_as_large_as_the_screen_and_the_window_goes_at_the_end(tk):
    with open_window("hands") as show:
        assert show(PICTURE)
        assert not tk.destroyed
    assert tk.titled == "hands"
    assert tk.shown == [("PPM", b"P6 40 50 255\n" + b"\x07" * 40 * 50 * 3)]
    assert tk.destroyed


@pytest.mark.parametrize("key", ["q", "Q", "<Escape>"])
def test_some_keys_end_the_show(key, tk):
    with open_window("hands") as show:
        tk.pressed("x")
        assert show(PICTURE)
        tk.pressed(key)
        assert not show(PICTURE)


def test_closing_the_window_ends_the_show(tk):
    with open_window("hands") as show:
        assert show(PICTURE)
        tk.closed()
        assert not show(PICTURE)


# In a process of its own: Tk keeps its connection to a screen that is gone by the next test.
ON_A_SCREEN = """
import tkinter
import numpy as np
from handpose.video.window import open_window

picture = np.zeros((200, 300, 3), np.uint8)
picture[:, 100:] = [10, 200, 30]
for key in ("q", "Escape"):
    with open_window("hands") as show:
        assert show(picture[:, ::-1]) and show(picture)
        root = tkinter._default_root
        assert (root.winfo_width(), root.winfo_height()) == (300, 200)
        (name,) = (name for name in root.image_names() if name.startswith("pyimage"))
        print(*(root.tk.call(name, "get", x, 50) for x in (99, 100)))
        root.focus_force()
        root.event_generate("<Key>", keysym=key)
        assert not show(picture)
"""


@pytest.fixture(name="screen")
def _screen():
    """The environment of a program with a screen that nobody sees."""
    pytest.importorskip("tkinter")
    if shutil.which("Xvfb") is None:
        pytest.skip("Xvfb is not installed")
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "640x480x24"]
    with subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL) as server:
        os.close(writing)
        with os.fdopen(reading) as number:
            yield os.environ | {"DISPLAY": f":{number.readline().strip()}"}
        server.terminate()


def test_on_a_real_screen_pictures_are_seen_and_keys_end_the_show(screen):
    command = [sys.executable, "-c", ON_A_SCREEN]
    done = subprocess.run(
        command, env=screen, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.stderr == ""
    assert done.stdout == "(0, 0, 0) (10, 200, 30)\n" * 2
