"""BOXES: photographs with boxes round their hands, listed in one `annotations.json`.

Each entry is {"image": a path below the folder, "width", "height", "boxes": [[x, y, w, h], ...]},
pixels as the file stores them, whatever EXIF data say, a box tight round each hand. For measuring
only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from handpose.datasets.base import inside, parsed_json, read_bytes, require
from handpose.detection.answers import Truth
from handpose.errors import BadSampleError, HandposeError
from handpose.inference.detections import Detections
from handpose.models.detector.targets import HAND
from handpose.pictures import decode
from handpose.records.locate import BOXES

LIST = "annotations.json"
# What people draw a box round is flesh, which reaches beyond the keypoints: the share of a box's
# long side that brings it nearest to the flesh of rendered hands.
FLESH = 0.06
Photograph = tuple[str, np.ndarray, Truth]


def read_list(folder: Path) -> list[Any]:
    """The entries of a folder's list; raises HandposeError when there is none."""
    path = require(folder / LIST, BOXES, "give its folder with --dataset_path=")
    content = parsed_json(read_bytes(path), path)
    if not isinstance(content, list) or not content:
        raise HandposeError(f"{path}: a list of photographs expected")
    return content


def photographs(folder: Path) -> Iterator[Photograph]:
    """Names, RGB pictures (h, w, 3) and hands of a folder's photographs.

    Raises BadSampleError that names the first entry that cannot be used: a photograph left out
    would change what is measured.
    """
    for place, entry in enumerate(read_list(folder)):
        label = f"{LIST}[{place}]"
        if not isinstance(entry, dict) or not isinstance(entry.get("image"), str):
            raise BadSampleError(label, "a photograph with 'image' and 'boxes' expected")
        name, boxes = entry["image"], _boxes(entry.get("boxes"), label)
        image = decode(read_bytes(inside(folder, name)), name)
        _check_size(entry, image, label)
        unknown = np.full(len(boxes), np.nan)
        yield name, image, Truth(boxes, unknown, np.full(len(boxes), HAND))


def with_flesh(found: Detections, image_size: tuple[int, int]) -> Detections:
    """Boxes round keypoints as people would draw them, inside a picture of (height, width)."""
    low, high = found.boxes[:, :2], found.boxes[:, :2] + found.boxes[:, 2:]
    more = FLESH / 2 * found.boxes[:, 2:].max(axis=1, keepdims=True, initial=0.0)
    low, high = (np.clip(ends, 0, image_size[::-1]) for ends in (low - more, high + more))
    return replace(found, boxes=np.concatenate([low, high - low], axis=1).astype(np.float32))


def _boxes(given: Any, label: str) -> np.ndarray:
    try:
        boxes = np.array(given, np.float64).reshape(-1, 4)
    except (TypeError, ValueError):
        raise BadSampleError(label, "'boxes': [[x, y, w, h], ...] expected") from None
    if not isinstance(given, list) or not np.isfinite(boxes).all() or (boxes[:, 2:] <= 0).any():
        raise BadSampleError(label, "'boxes': finite x, y, w, h expected, w and h above 0")
    return boxes


def _check_size(entry: dict[str, Any], image: np.ndarray, label: str) -> None:
    told, found = (entry.get("width"), entry.get("height")), image.shape[1::-1]
    if told != found:
        raise BadSampleError(
            label,
            f"{entry['image']} is {found[0]} x {found[1]}, the entry says {told[0]} x {told[1]}",
        )
