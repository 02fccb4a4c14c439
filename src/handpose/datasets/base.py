"""What every dataset offers: a stable list of keys, and a Sample for each."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from handpose.errors import BadSampleError, HandposeError
from handpose.sample import Sample


class Dataset(Protocol):
    """One dataset on disk; cheap to make, so that each worker process makes its own."""

    @property
    def name(self) -> str:
        """The dataset's name, as in `config.DATASETS`."""

    def keys(self, state: str) -> list[str]:
        """The samples of a part (`train` or `eval`), always in the same order."""

    def sample(self, state: str, key: str) -> Sample:
        """The sample of a key; raises BadSampleError that names the file and the reason."""


def read_bytes(path: Path) -> bytes:
    """A file's content; raises BadSampleError when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadSampleError(path, error.strerror or "cannot be read") from None


def parsed_json(text: bytes, path: Path) -> Any:
    """What a JSON file holds; raises HandposeError when it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise HandposeError(f"{path}: not JSON ({error})") from None


def require(path: Path, dataset: str, fix: str) -> Path:
    """`path` when it exists; otherwise a HandposeError with the path tried and the fix."""
    if not path.exists():
        raise HandposeError(f"{path}: {dataset} is not there; {fix}")
    return path


def inside(folder: Path, name: str) -> Path:
    """The file `name` below `folder`.

    Raises BadSampleError when it leads out of the folder, or when no file can have that name.
    """
    try:
        path = (folder / name).resolve()
    except (OSError, ValueError, RuntimeError) as error:  # a null byte, links in a circle
        raise BadSampleError(name, f"no file can have this name ({error})") from None
    if not path.is_relative_to(folder.resolve()):
        raise BadSampleError(name, f"leads out of the folder {folder}")
    return path


def marked(keys: Iterable[str], mark: int) -> list[str]:
    """Keys with a mark of their label file before them, its CRC-32.

    One's own labels get corrected under the same name: other keys are other samples, so that
    conversion does not take the old records for finished.
    """
    return [f"{mark:08x}:{key}" for key in keys]


def unmarked(key: str) -> str:
    """A key without the mark of `marked`."""
    return key.rpartition(":")[2]


def in_frame(keypoints: np.ndarray, image_size: tuple[int, int]) -> np.ndarray:
    """(21,) bool: which keypoints (21, 2) uv lie in a picture of (height, width) pixels."""
    height, width = image_size
    return np.all((keypoints >= 0) & (keypoints <= [width, height]), axis=1)
