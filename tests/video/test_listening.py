"""What others write to standard error is kept from the screen; our own words get there."""

import os
import threading

import pytest

from handpose.video.listening import listening


def test_only_our_own_words_are_shown(capfd):
    with listening() as (ours, complained):
        assert not complained()
        os.write(2, b"a decoder's complaint")
        assert complained()
        print("frames are missing \ud800", file=ours)
    os.write(2, b"after")
    assert capfd.readouterr().err == "frames are missing \\ud800\nafter"


def test_threads_that_speak_later_are_heard_too(capfd):
    with listening() as (_, complained):
        thread = threading.Thread(target=os.write, args=(2, b"a frame is damaged"))
        thread.start()
        thread.join()
        assert complained()
    assert capfd.readouterr().err == ""


def test_our_own_words_are_no_complaint():
    with listening() as (ours, complained):
        print("hello", file=ours)
        assert not complained()


def failing() -> None:
    with listening():
        os.write(2, b"before")
        raise ZeroDivisionError


def test_a_failure_gives_standard_error_back(capfd):
    with pytest.raises(ZeroDivisionError):
        failing()
    os.write(2, b"after")
    assert capfd.readouterr().err == "after"
