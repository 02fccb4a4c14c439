"""What native code writes to standard error, handed over instead of shown."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from threading import Lock
from typing import TypeVar

Result = TypeVar("Result")

# Two threads that exchange the descriptor at once would leave it exchanged.
_EXCHANGING = Lock()


def overhear(act: Callable[[], Result]) -> tuple[Result, str]:
    """What `act` returns, and what went to standard error meanwhile, straight to the descriptor."""
    # Not a pipe: once full, it would wait for a reader for ever.
    with _EXCHANGING, tempfile.TemporaryFile() as held:
        saved = os.dup(2)
        os.dup2(held.fileno(), 2)
        try:
            result = act()
        finally:
            os.dup2(saved, 2)
            os.close(saved)
        held.seek(0)
        return result, held.read().decode(errors="replace")
