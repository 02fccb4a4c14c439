"""Read a pickle that a stranger made: numpy arrays and Python's plain values, nothing else."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

from handpose.errors import HandposeError

# What pickles of numpy 1 and 2 name to rebuild an array or a scalar.
_ALLOWED = frozenset(
    (module, name)
    for core in ("numpy.core", "numpy._core")
    for module, name in (
        (f"{core}.multiarray", "_reconstruct"),
        (f"{core}.multiarray", "scalar"),
        (f"{core}.numeric", "_frombuffer"),
        ("numpy", "ndarray"),
        ("numpy", "dtype"),
        ("_codecs", "encode"),
    )
)


class _PlainUnpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _ALLOWED:
            raise pickle.UnpicklingError(f"it asks for {module}.{name}, which is not plain data")
        return super().find_class(module, name)


def load(path: str | Path) -> Any:
    """The content of a pickle of arrays, numbers, strings, lists and dicts.

    Raises HandposeError that names the file and the refused class; no code of the file runs.
    """
    try:
        with Path(path).open("rb") as file:
            return _PlainUnpickler(file, encoding="latin1").load()
    except FileNotFoundError:
        raise HandposeError(f"{path}: no such file") from None
    except Exception as error:  # a broken pickle may raise anything
        raise HandposeError(f"{path}: not a pickle of plain data ({error})") from None
