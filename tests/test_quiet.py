"""Chatter of a start is shown only when it fails and no error tells why."""

import os

import pytest

from handpose.errors import HandposeError
from handpose.quiet import quiet_start


def start(capfd, error=None):
    """What is on standard error after a start that chatters, and fails with the error."""
    try:
        with quiet_start():
            os.write(2, b"INFO: Created a delegate\n")
            if error:
                raise error
    except type(error or KeyError()):
        pass
    return capfd.readouterr().err


def test_a_start_that_works_is_quiet(capfd):
    assert start(capfd) == ""


def test_an_error_that_says_all_itself_stays_one_line(capfd):
    assert start(capfd, HandposeError("no such file")) == ""


@pytest.mark.parametrize("error", [RuntimeError("?"), KeyboardInterrupt()])
def test_the_chatter_may_explain_any_other_failure(capfd, error):
    assert start(capfd, error) == "INFO: Created a delegate\n"


def test_standard_error_works_again_afterwards(capfd):
    start(capfd, RuntimeError("?"))
    capfd.readouterr()
    os.write(2, b"again")
    assert capfd.readouterr().err == "again"
