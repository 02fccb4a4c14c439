"""Compile a function for speed, and keep the machine code for the next start where that is allowed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from handpose.errors import missing_extra

F = TypeVar("F", bound=Callable)


def compiled(function: F) -> F:
    """`function` as machine code; raises HandposeError when numba is not installed.

    Arrays must be contiguous: every other layout or type would be compiled again, for seconds.
    """
    try:
        from numba import njit
    except ImportError:
        raise missing_extra("numba", "synth") from None
    try:
        return njit(function, cache=True, fastmath=True)
    except RuntimeError:
        # Neither the package's folder nor the user's cache can be written.
        return njit(function, fastmath=True)
