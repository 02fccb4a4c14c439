"""Which dataset lies at a path, and its samples part by part."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from handpose.config import Config
from handpose.datasets.base import Dataset
from handpose.datasets.coco import label_file
from handpose.datasets.freihand import FOLDERS as FREIHAND_FOLDERS
from handpose.datasets.photos import LIST
from handpose.datasets.registry import open_dataset
from handpose.datasets.rhd import FOLDERS as RHD_FOLDERS
from handpose.errors import HandposeError
from handpose.quiet import start_tensorflow
from handpose.sample import Sample

STATES = ("train", "eval")
INDEX = "index*.json"


@dataclass(frozen=True)
class Part:
    """One part of a dataset: how many samples, and a function for each that reads it."""

    dataset: str
    state: str
    count: int
    readers: Iterator[Callable[[], Sample]]


def find_parts(path: Path, config: Config) -> list[Part]:
    """The parts of the dataset at `path`: a folder, a COCO or Label Studio file, records.

    Raises HandposeError when nothing is there or no layout fits.
    """
    if not path.exists():
        raise HandposeError(f"{path}: no such file or folder")
    if folders := [folder for folder in (path, *path.glob("*/")) if any(folder.glob(INDEX))]:
        return _records(folders)
    name, states = _layout(path, config)
    dataset = open_dataset(name, config.replace(dataset_path=str(path)))
    parts = [part for state in states if (part := _part(dataset, state)).count]
    if not parts:
        raise HandposeError(f"{path}: {name} without a single sample")
    return parts


def _records(folders: list[Path]) -> list[Part]:
    start_tensorflow()
    from handpose.datasets.check_records import records_part

    return [records_part(folder) for folder in sorted(folders)]


def _part(dataset: Dataset, state: str) -> Part:
    keys = dataset.keys(state)
    return Part(dataset.name, state, len(keys), (partial(dataset.sample, state, k) for k in keys))


def _layout(path: Path, config: Config) -> tuple[str, list[str]]:
    """The dataset's name and which of its parts are there."""
    if path.is_file():
        return ("LABEL_STUDIO" if _is_export(path) else "COCO"), [config.state]
    if (path / LIST).is_file() and _is_list(path / LIST):
        return "PHOTOS", ["eval"]
    rhd = {state: path / name / f"anno_{name}.pickle" for state, name in RHD_FOLDERS.items()}
    freihand = {state: path / f"{name}_xyz.json" for state, name in FREIHAND_FOLDERS.items()}
    for name, files in (("RHD", rhd), ("FREIHAND", freihand)):
        if states := [state for state in STATES if files[state].is_file()]:
            return name, states
    if any(path.glob("labels/*.mat")):
        return "STB", list(STATES)
    if states := [state for state in STATES if _has_labels(path, state)]:
        return "COCO", states
    raise HandposeError(
        f"{path}: no layout of RHD, STB, FreiHAND, COCO, photographs with {LIST} or records; "
        "a COCO set: give its JSON file"
    )


def _is_export(path: Path) -> bool:
    """Whether a file begins as a list, as Label Studio's export does and a COCO file does not."""
    try:
        with path.open("rb") as file:
            return file.read(64).lstrip().startswith(b"[")
    except OSError:
        return False  # its reader says what is wrong


def _is_list(path: Path) -> bool:
    try:
        return isinstance(json.loads(path.read_bytes()), list)
    except ValueError:
        return True  # its reader says what is wrong


def _has_labels(path: Path, state: str) -> bool:
    try:
        return label_file(path, state).is_file()
    except HandposeError:
        return False
