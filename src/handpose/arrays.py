"""Read named arrays that a stranger made (`.npz`): numbers and text, nothing that runs."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

import numpy as np

_DAMAGE = (EOFError, ValueError, RuntimeError, zipfile.BadZipFile, zlib.error)


def read_arrays(path: str | Path) -> dict[str, np.ndarray]:
    """The arrays of an `.npz` file by name.

    Raises OSError when it cannot be read, ValueError when it is no `.npz`, truncated or altered.
    """
    with Path(path).open("rb") as file:
        # Of what is no zip, numpy says to load it as a pickle if it is trusted.
        if not zipfile.is_zipfile(file):
            raise ValueError("no .npz, or a truncated one")
        file.seek(0)
        try:
            with np.load(file, allow_pickle=False) as content:
                return dict(content)
        except _DAMAGE as error:
            raise ValueError(str(error)) from None
