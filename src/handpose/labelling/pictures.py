"""Pictures as labelling tools and training both see them."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from handpose.datasets.base import read_bytes
from handpose.errors import BadSampleError
from handpose.inference.pictures import MOST_BYTES
from handpose.pictures import decode


def read_upright(root: Path, name: str) -> np.ndarray:
    """The picture `root`/`name`, RGB uint8 (h, w, 3).

    Raises BadSampleError for one that cannot be read, or cannot be labelled: its EXIF data turn
    it, so that a browser shows other pixels than training reads, or JSON cannot hold its name.
    """
    _check_name(name)
    content = _content(root / name, name)
    image = decode(content, name, upright=True)
    if not np.array_equal(image, decode(content, name)):
        raise BadSampleError(
            name, "turned by its EXIF data; store it upright first: mogrify -auto-orient"
        )
    return image


def _check_name(name: str) -> None:
    try:
        name.encode()
    except UnicodeEncodeError:
        raise BadSampleError(ascii(name), "its name is not UTF-8; rename it") from None


def _content(path: Path, name: str) -> bytes:
    try:
        size = path.stat().st_size
    except OSError as error:
        raise BadSampleError(name, error.strerror or "cannot be read") from None
    if size > MOST_BYTES:
        raise BadSampleError(name, f"{size // 1_000_000} MB; too large to be a picture")
    return read_bytes(path)
