"""Where the records of a dataset lie."""

from __future__ import annotations

from pathlib import Path

from handpose.config import Config
from handpose.errors import HandposeError, UsageError
from handpose.records.reader import Records, open_records

# Rendered while the network trains; evaluated on the records of SYN.
LIVE = "SYN_LIVE"
EVALUATION_ONLY = "PHOTOS"
# Photographs with boxes, read as they are.
BOXES = "BOXES"
# Names that stand for other datasets, several of them read together.
MIXES = {"RS_320": ("RHD", "STB_320"), LIVE: ("SYN",)}


def record_folder(config: Config, dataset: str, state: str) -> Path:
    """The folder of one dataset's part."""
    return config.records_folder / dataset / state


def open_all(config: Config, state: str) -> list[Records]:
    """The checked records of `config.dataset_type`; several for a mix, none of what is live.

    Raises HandposeError with the conversion command when they are not there, UsageError for
    photographs to train on.
    """
    if config.dataset_type == EVALUATION_ONLY and state == "train":
        raise UsageError(
            f"--dataset_type={EVALUATION_ONLY}: for evaluation only, never trained on; "
            "name another dataset"
        )
    if config.dataset_type == LIVE and state == "train":
        return []
    return [_open(config, name, state) for name in datasets_of(config.dataset_type)]


def datasets_of(name: str) -> tuple[str, ...]:
    """The datasets that a name stands for; raises UsageError for what has no records."""
    if name == BOXES:
        raise UsageError(
            f"{name}: photographs with boxes have no records, and teach nothing; measure on them "
            f"with: handpose evaluation --task=detection --dataset_type={name}"
        )
    return MIXES.get(name, (name,))


def _open(config: Config, name: str, state: str) -> Records:
    folder = record_folder(config, name, state)
    if not folder.is_dir():
        command = f"handpose convert --dataset_list={name} --state={state}"
        raise HandposeError(f"{folder}: no records of {name}; make them with: {command}")
    return open_records(folder)
