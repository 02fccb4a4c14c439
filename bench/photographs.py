"""Photographs with boxes for the benches: their pictures, and the box round a hand's keypoints."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from handpose.datasets.base import inside, parsed_json, read_bytes
from handpose.errors import HandposeError
from handpose.pictures import decode


def pictures(folder: Path) -> Iterator[tuple[str, np.ndarray]]:
    """Name and RGB picture (h, w, 3) of every entry of a folder's `annotations.json`.

    Raises HandposeError when it is no list of photographs or one of them cannot be read.
    """
    path = folder / "annotations.json"
    content = parsed_json(read_bytes(path), path)
    if not isinstance(content, list) or not all("image" in entry for entry in content):
        raise HandposeError(f"{path}: a list of photographs with 'image' expected")
    for name in (entry["image"] for entry in content):
        yield name, decode(read_bytes(inside(folder, name)), name)


def grown(points: np.ndarray, room: float) -> list[float]:
    """The box x, y, w, h round points (n, 2), larger by a share of its long side."""
    low, high = points.min(axis=0), points.max(axis=0)
    more = room * (high - low).max() / 2
    return [*(low - more).tolist(), *(high - low + 2 * more).tolist()]
