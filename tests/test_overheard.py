"""Native code's own words are handed over, and standard error is given back."""

import os

import pytest

from handpose.overheard import overhear


def speak() -> int:
    os.write(2, b"libpng warning: \xff\n")
    return 21


def test_what_is_said_meanwhile_is_handed_over_and_not_shown(capfd):
    assert overhear(speak) == (21, "libpng warning: \ufffd\n")
    os.write(2, b"after")
    assert capfd.readouterr().err == "after"


def test_more_than_a_pipe_holds_does_not_block():
    assert len(overhear(lambda: os.write(2, bytes(1_000_000)))[1]) == 1_000_000


def test_a_failure_gives_standard_error_back(capfd):
    with pytest.raises(ZeroDivisionError):
        overhear(lambda: 1 // 0)
    os.write(2, b"after")
    assert capfd.readouterr().err == "after"
