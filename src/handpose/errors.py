"""Errors that a user can mend: one line that names the value, what was expected and the fix."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class HandposeError(Exception):
    """Something the user can mend; the command line prints it without a traceback, exit code 1."""

    exit_code = 1


class UsageError(HandposeError):
    """A wrong command, flag or configuration value: exit code 2."""

    exit_code = 2


class BadSampleError(HandposeError):
    """One picture or label that cannot be used.

    Conversion skips and counts it, `--strict` lets it through to the user.
    """

    def __init__(self, file: object, reason: str):
        super().__init__(f"{file}: {reason}")
        self.file = str(file)
        self.reason = reason

    def __reduce__(self) -> tuple[type, tuple[str, str]]:
        # Worker processes send it pickled; the default would call it with the message alone.
        return type(self), (self.file, self.reason)


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint that names the known word closest to `word`, or all of them when none is close."""
    known = sorted(known)
    close = difflib.get_close_matches(word, known, n=1, cutoff=0.5)
    return f"did you mean {close[0]}?" if close else f"known: {', '.join(known)}"


def missing_extra(package: str, extra: str) -> HandposeError:
    """The error for a package that an extra would bring."""
    return HandposeError(f"{package} is not installed; run: pip install 'handpose[{extra}]'")
