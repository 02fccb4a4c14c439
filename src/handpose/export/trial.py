"""A file or folder that is tried before it takes its place."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from handpose.errors import HandposeError


@contextmanager
def on_trial(final: Path) -> Iterator[Path]:
    """A path beside `final` that becomes it on success and vanishes when an error is raised.

    Unlike `files.atomic_path` it may be a folder. Raises HandposeError when the system refuses
    to write.
    """
    trial = final.with_name(f".trial_{final.name}")
    try:
        remove(trial)
        yield trial
        remove(final)
        trial.replace(final)
    except OSError as error:
        raise HandposeError(
            f"{final}: cannot be written ({error.strerror or error}); choose another --out"
        ) from None
    finally:
        with suppress(OSError):
            remove(trial)


def remove(path: Path) -> None:
    """Remove a file or a folder with all in it, if it is there."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def size_of(path: Path) -> int:
    """Bytes of a file, or of all files in a folder."""
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    return sum(file.stat().st_size for file in files)
