"""PHOTOS: labelled photographs listed in one `annotations.json`; for evaluation only."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from handpose.config import Config
from handpose.datasets.base import inside, read_bytes, require
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
        return [str(place) for place in range(len(self._entries()))]

    def sample(self, state: str, key: str) -> Sample:
        """One hand; v of 0 is not labelled, any other is visible."""
        entry, label = self._entries()[int(key)], f"{LIST}[{key}]"
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

    def _entries(self) -> list[Any]:
        return _read(require(self.root / LIST, self.name, "give its folder with --dataset_path="))


@lru_cache(maxsize=2)
def _read(path: Path) -> list[Any]:
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise HandposeError(f"{path}: not JSON ({error})") from None
    if not isinstance(content, list):
        raise HandposeError(f"{path}: a list of photographs expected")
    return content


def open_photos(config: Config) -> Photos:
    """The photographs of `config.dataset_path`, or of PHOTOS in `config.data_path`."""
    return Photos(Path(config.dataset_path or Path(config.data_path) / "PHOTOS"))
