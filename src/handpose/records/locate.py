"""Where the records of a dataset lie."""

from __future__ import annotations

from pathlib import Path

from handpose.config import Config
from handpose.errors import HandposeError
from handpose.records.reader import Records, open_records

# Names that stand for several datasets read together.
MIXES = {"RS_320": ("RHD", "STB_320")}


def record_folder(config: Config, dataset: str, state: str) -> Path:
    """The folder of one dataset's part."""
    return config.records_folder / dataset / state


def open_all(config: Config, state: str) -> list[Records]:
    """The checked records of `config.dataset_type`; several for a mix.

    Raises HandposeError with the conversion command when they are not there.
    """
    return [_open(config, name, state) for name in datasets_of(config.dataset_type)]


def datasets_of(name: str) -> tuple[str, ...]:
    """The datasets that a name stands for."""
    return MIXES.get(name, (name,))


def _open(config: Config, name: str, state: str) -> Records:
    folder = record_folder(config, name, state)
    if not folder.is_dir():
        command = f"handpose convert --dataset_list={name} --state={state}"
        raise HandposeError(f"{folder}: no records of {name}; make them with: {command}")
    return open_records(folder)
