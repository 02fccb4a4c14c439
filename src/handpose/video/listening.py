"""Standard error while a video is read: what decoders say is heard, and only our own is shown."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO


@contextmanager
def listening() -> Iterator[tuple[TextIO, Callable[[], bool]]]:
    """A stream that is still shown, and whether anybody has written to the descriptor since.

    Decoders work ahead in threads of their own: `overhear` round each call would miss them.
    """
    sys.stderr.flush()
    with tempfile.TemporaryFile() as held, _duplicate(2) as ours:
        os.dup2(held.fileno(), 2)
        try:
            yield ours, lambda: os.fstat(held.fileno()).st_size > 0
        finally:
            sys.stderr.flush()
            os.dup2(ours.fileno(), 2)


def _duplicate(descriptor: int) -> TextIO:
    # What cannot be shown must not end the work, as little as on standard error itself.
    return os.fdopen(
        os.dup(descriptor), "w", buffering=1, encoding="utf-8", errors="backslashreplace"
    )
