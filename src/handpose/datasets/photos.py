"""PHOTOS: labelled photographs listed in one `annotations.json`; for evaluation only."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from handpose.config import Config
from handpose.datasets.base import inside, marked, parsed_json, read_bytes, require, unmarked
from handpose.datasets.keypoint_rows import keypoint_rows
from handpose.errors import BadSampleError, HandposeError
from handpose.hand import NUM_KEYPOINTS
from handpose.sample import Sample

LIST = "annotations.json"


@dataclass(frozen=True)
class Photos:
    """A list of {image, source, hand, annotator, keypoints}, keypoints 21 rows of x, y, v."""

    root: Path
    name: str = "PHOTOS"

    def keys(self, state: str) -> list[str]:
        """Places in the list; raises HandposeError for another part than 'eval'."""
        if state != "eval":
            raise HandposeError(f"{self.name}: for evaluation only, never trained on; --state=eval")
        mark, entries = self._list()
        return marked(map(str, range(len(entries))), mark)

    def sample(self, state: str, key: str) -> Sample:
        """One hand; v of 0 is not labelled, any other is visible."""
        place = unmarked(key)
        entry, label = self._list()[1][int(place)], f"{LIST}[{place}]"
        if not isinstance(entry, dict) or not isinstance(entry.get("image"), str):
            raise BadSampleError(label, "a photograph with 'image' and 'keypoints' expected")
        rows = keypoint_rows(entry.get("keypoints"), label)
        if len(rows) != NUM_KEYPOINTS:
            raise BadSampleError(label, f"{len(rows)} keypoints, {NUM_KEYPOINTS} expected")
        labelled = rows[:, 2] > 0
        return Sample(
            name=entry["image"],
            image=read_bytes(inside(self.root, entry["image"])),
            keypoints=rows[:, :2].astype(np.float32),
            labelled=labelled,
            visible=labelled,
            handedness=entry["hand"] if entry.get("hand") in ("left", "right") else "unknown",
            source=str(entry.get("source", self.name)),
            attributes={"annotator": str(entry.get("annotator", ""))},
        )

    def _list(self) -> tuple[int, list[Any]]:
        path = require(self.root / LIST, self.name, "give its folder with --dataset_path=")
        return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=2)
def _read(path: Path, changed: int) -> tuple[int, list[Any]]:
    """A mark of the list's content, CRC-32, and its entries."""
    text = read_bytes(path)
    content = parsed_json(text, path)
    if not isinstance(content, list):
        raise HandposeError(f"{path}: a list of photographs expected")
    return zlib.crc32(text), content


def open_photos(config: Config) -> Photos:
    """The photographs of `config.dataset_path`, or of PHOTOS in `config.data_path`."""
    return Photos(Path(config.dataset_path or Path(config.data_path) / "PHOTOS"))
