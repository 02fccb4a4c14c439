"""Functions as machine code, kept for the next start where a folder can be written."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

from handpose.errors import missing_extra

F = TypeVar("F", bound=Callable)
# One row of a structured array, whose fields are read as attributes.
Record = Any


def compiled(function: F) -> F:
    """`function` as machine code; raises HandposeError when numba is not installed.

    Arrays must be contiguous: every other layout or type would be compiled again, for seconds.
    """
    return _compile(function)


def inlined(function: F) -> F:
    """A part of compiled functions, put in the place of each call; it may not make new arrays.

    Without counting references: with a dozen arrays in every call that takes most of the time.
    """
    return _compile(function, forceinline=True, _nrt=False)


def _compile(function: F, **options: Any) -> F:
    try:
        from numba import njit
    except ImportError:
        raise missing_extra("numba", "synth") from None
    try:
        kept: Any = njit(function, cache=True, fastmath=True, **options)
    except RuntimeError:
        # Neither the package's folder nor the user's cache can be written.
        return cast(F, njit(function, fastmath=True, **options))
    # numba looks at the function's own file only, but parts of it come from others.
    kept._cache._cache_file._source_stamp = _newest_source()
    return cast(F, kept)


@cache
def _newest_source() -> tuple[int, int]:
    """When a file of compiled functions was last changed, and how long they all are."""
    paths = Path(__file__).parent.rglob("*.py")
    files = [path.stat() for path in paths if __name__ in path.read_text(encoding="utf-8")]
    return max(file.st_mtime_ns for file in files), sum(file.st_size for file in files)
