"""Files that are whole or not there at all: written under a temporary name, then moved."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from handpose.errors import HandposeError


@contextmanager
def atomic_path(path: str | Path) -> Iterator[Path]:
    """A temporary path in the same folder; it becomes `path` on success and vanishes on failure.

    The folder is made when it is missing. The temporary name keeps the ending, since many
    writers choose the format by it. Raises HandposeError when the system refuses to write.
    """
    path = Path(path)
    # The start of a name is enough: one of the longest allowed has no room for more.
    temporary = path.with_name(f".{path.stem[:40]}.{os.getpid()}.part{path.suffix}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield temporary
        temporary.replace(path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise HandposeError(
            f"{path}: cannot be written ({reason}); free or choose another folder"
        ) from None
    finally:
        with suppress(OSError):
            temporary.unlink()


def write_text(path: str | Path, text: str) -> None:
    """Write UTF-8 text atomically; raises HandposeError when that is refused."""
    with atomic_path(path) as temporary:
        temporary.write_text(text, encoding="utf-8")


def write_json(path: str | Path, content: Any) -> None:
    """Write JSON atomically, readable by people; raises HandposeError when that is refused."""
    write_text(path, json.dumps(content, indent=2, ensure_ascii=False) + "\n")


def check_writable(folder: str | Path) -> None:
    """Make a folder and see that it takes files; raises HandposeError when it does not."""
    probe = Path(folder) / f".{os.getpid()}.writable"
    write_text(probe, "")
    probe.unlink()
