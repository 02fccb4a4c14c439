"""Anybody's boxes: COCO detection results, read beside pictures with known hands."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from handpose.errors import HandposeError
from handpose.evaluation.coco_results import load_entries
from handpose.inference.detections import Detections
from handpose.models.detector.decode import MOST

Entry = tuple[np.ndarray, float, float]  # box (4,), angle, score


def read_boxes(path: Path) -> dict[str, Detections]:
    """A file of COCO detection results by the pictures that it names.

    Of an entry: `file_name`; `bbox` x, y, w, h, image pixels; `score`; `angle`, degrees
    clockwise from up, may be left out. The 16 surest of a picture count. Raises HandposeError
    that names the first malformed entry.
    """
    found: dict[str, list[Entry]] = defaultdict(list)
    for number, entry in enumerate(load_entries(path)):
        if not isinstance(entry.get("file_name"), str):
            raise HandposeError(f"{path}: entry {number}: 'file_name' expected")
        found[entry["file_name"]].append(_read(path, number, entry))
    return {name: _detections(entries) for name, entries in found.items()}


def tell_strangers(path: str, found: Mapping[str, Detections], names: Collection[str]) -> None:
    """Say on standard error which pictures of a file are not among those that are measured on."""
    strangers = [name for name in found if name not in set(names)]
    if strangers:
        print(
            f"note: {path}: {len(strangers)} of {len(found)} pictures are not measured on, like "
            f"{strangers[0]!r}; they are left out",
            file=sys.stderr,
        )


def _read(path: Path, number: int, entry: Mapping[str, Any]) -> Entry:
    try:
        box = np.array(entry["bbox"], np.float64).reshape(4)
        values = float(entry.get("angle", np.nan)), float(entry["score"])
    except (KeyError, TypeError, ValueError) as error:
        raise HandposeError(
            f"{path}: entry {number}: 'bbox' of 4 numbers and 'score' expected ({error})"
        ) from None
    if not (np.isfinite([*box, values[1]]).all() and (box[2:] > 0).all() and values[1] > 0):
        raise HandposeError(
            f"{path}: entry {number}: finite numbers expected, width, height and score above 0"
        )
    return box, *values


def _detections(entries: list[Entry]) -> Detections:
    surest = sorted(entries, key=lambda entry: -entry[2])[:MOST]
    boxes = np.reshape([box for box, _, _ in surest], (-1, 4))
    angles, scores = (np.array([entry[n] for entry in surest]) for n in (1, 2))
    return Detections(*(one.astype(np.float32) for one in (boxes, angles, scores)))
