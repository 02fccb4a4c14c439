"""COCO keypoint JSON: any hand set in that format, one's own labels among them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from handpose.config import Config
from handpose.datasets.base import marked, read_bytes, require, unmarked
from handpose.datasets.coco_file import CocoFile, Hand, read_coco
from handpose.datasets.coco_names import PALM, bare, places_of
from handpose.datasets.coco_pictures import checked_size, find_picture, picture_folders
from handpose.datasets.keypoint_rows import keypoint_rows
from handpose.errors import BadSampleError, HandposeError
from handpose.hand import NUM_KEYPOINTS, WRIST
from handpose.sample import Root, Sample

_PART_WORDS = {"train": ("train",), "eval": ("eval", "val", "test")}


@dataclass(frozen=True)
class Coco:
    """Hands in COCO's format; a key ends in the annotation's place in its list, '7' or '7/left'.

    path: a JSON file, which then is the part that the user calls it; or a folder with one file
    per part, see `label_file`. image_path: the folder of the pictures, '' for the usual ones.
    """

    path: Path
    image_path: str = ""
    name: str = "COCO"

    def keys(self, state: str) -> list[str]:
        """The labelled hands in the order of the file; crowds and bare boxes are none."""
        file = self._file(state)
        return marked(file.hands, file.mark)

    def sample(self, state: str, key: str) -> Sample:
        """One hand; raises BadSampleError that names the annotation or the picture."""
        file = self._file(state)
        place = unmarked(key)
        hand = file.hands[place]
        label = f"{self._labels(state).name} annotations[{place}]"
        rows, root = canonical_rows(hand, label)
        labelled = rows[:, 2] > 0
        file_name, image = self._picture(state, file, hand, label)
        return Sample(
            name=f"{file_name}#{place}",
            image=image,
            keypoints=rows[:, :2].astype(np.float32),
            labelled=labelled,
            visible=labelled & ~(file.marks_hidden & (rows[:, 2] == 1)),
            handedness=hand.handedness,
            root=root,
            source=self.name,
            attributes=_plain({"image_id": hand.image_id, **hand.attributes}),
        )

    def _labels(self, state: str) -> Path:
        return label_file(self.path, state)

    def _file(self, state: str) -> CocoFile:
        return read_coco(self._labels(state))

    def _picture(self, state: str, file: CocoFile, hand: Hand, label: str) -> tuple[str, bytes]:
        entry = file.images.get(hand.image_id)
        if entry is None or not isinstance(entry.get("file_name"), str):
            raise BadSampleError(label, f"no picture with id {hand.image_id!r} in 'images'")
        path = find_picture(
            entry["file_name"], picture_folders(self._labels(state), self.image_path)
        )
        image = read_bytes(path)
        declared = entry.get("width"), entry.get("height")
        if None not in declared:
            checked_size(declared, image, path)
        return entry["file_name"], image


def label_file(path: Path, state: str, dataset: str = "COCO") -> Path:
    """The JSON file of a part: `path` itself, or in a folder the one that is named after it.

    In a folder, or its `annotations`: `train.json` and `eval.json`, or else the only file with
    'train', or 'eval', 'val' or 'test', in its name. Raises HandposeError when it is not clear.
    """
    require(path, dataset, "give the JSON file with --dataset_path=")
    if path.is_file():
        return path
    files = [*path.glob("*.json"), *path.glob("annotations/*.json")]
    words = _PART_WORDS[state]
    found = sorted(f for f in files if any(word in f.stem.lower() for word in words))
    found = [file for file in found if file.stem == state] or found
    if len(found) != 1:
        names = ", ".join(file.name for file in found) or "none"
        raise HandposeError(
            f"{path}: one JSON file with {' or '.join(words)} in its name expected, found {names}; "
            "give the file itself with --dataset_path="
        )
    return found[0]


def canonical_rows(hand: Hand, label: str) -> tuple[np.ndarray, Root]:
    """Rows (21, 3) x, y, v in canonical order, v 0 where missing, and what keypoint 0 is.

    Known names decide; without them 21 keypoints are taken as canonical. Raises BadSampleError.
    """
    rows = keypoint_rows(hand.keypoints, label)
    try:
        places = places_of(hand.names)
    except ValueError as error:
        raise BadSampleError(label, str(error)) from None
    expected = NUM_KEYPOINTS if places is None else len(places)
    if len(rows) != expected:
        why = "" if places is None else ", as many as its category names"
        raise BadSampleError(label, f"{len(rows)} keypoints, {expected} expected{why}")
    canonical = np.zeros((NUM_KEYPOINTS, 3))
    canonical[range(NUM_KEYPOINTS) if places is None else places] = rows
    root: Root = "palm" if places and _is_palm(hand.names, places) else "wrist"
    return canonical, root


def _is_palm(names: tuple[str, ...], places: list[int]) -> bool:
    return WRIST in places and bare(names[places.index(WRIST)]) in PALM


def _plain(attributes: Mapping[str, Any]) -> dict[str, str | float]:
    return {
        str(key): float(value) if type(value) in (int, float) else str(value)
        for key, value in attributes.items()
    }


def open_coco(config: Config) -> Coco:
    """COCO labels in `config.dataset_path`, or in COCO in `config.data_path`."""
    path = Path(config.dataset_path or Path(config.data_path) / "COCO")
    return Coco(path, config.image_path)
