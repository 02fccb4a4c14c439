"""Keep a library's start-up chatter from the terminal, unless its start fails."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from handpose.errors import HandposeError


@contextmanager
def quiet_start() -> Iterator[None]:
    """Hold back what native code writes to standard error; show it only if an error follows.

    TensorFlow logs before any of its own settings are read, straight to the descriptor.
    """
    sys.stderr.flush()
    saved = os.dup(2)
    with tempfile.TemporaryFile() as held:
        os.dup2(held.fileno(), 2)
        try:
            yield
        except HandposeError:
            raise  # says all in its one line
        except BaseException:
            held.seek(0)
            os.write(saved, held.read())
            raise
        finally:
            sys.stderr.flush()
            os.dup2(saved, 2)
            os.close(saved)


def start_tensorflow() -> None:
    """Import TensorFlow quietly, in this process or as a worker's first act."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    with quiet_start():
        import tensorflow as tf

        tf.constant(0)
