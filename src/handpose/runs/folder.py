"""The folder of a run: made once, found by name or by path."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import yaml

from handpose.config import Config, load_config
from handpose.errors import HandposeError, UsageError, nearest
from handpose.files import write_json, write_text
from handpose.runs.name import name_without_day, run_name
from handpose.runs.provenance import provenance

CONFIG_FILE, ORIGIN_FILE = "config.yaml", "run.json"


def new_run(config: Config) -> Path:
    """Make today's folder for a configuration, with `config.yaml` and `run.json`.

    Raises HandposeError when a run of this name has been started today already.
    """
    run = folder_of_today(config)
    if is_run(run):
        raise HandposeError(
            f"{run}: this run exists; go on with it by --resume=True, "
            "or give this one another --train_marker"
        )
    write_json(run / ORIGIN_FILE, provenance(config))
    # Last, since a folder is a run once its configuration is there.
    write_text(run / CONFIG_FILE, yaml.safe_dump(config.as_dict(), sort_keys=False))
    return run


def folder_of_today(config: Config) -> Path:
    """Where a run that starts today lies."""
    return config.runs_folder / run_name(config, datetime.date.today())


def is_run(folder: Path) -> bool:
    """Whether a folder is a run's."""
    return (folder / CONFIG_FILE).is_file()


def find_run(name: str, config: Config) -> Path:
    """The folder of a run, given its name in `config.runs_folder` or its path.

    Raises HandposeError with the nearest known name.
    """
    for folder in (config.runs_folder / name, Path(name)):
        if is_run(folder):
            return folder
    known = [run.name for run in known_runs(config.runs_folder)]
    hint = nearest(name, known) if known else "no runs there yet; make one with: handpose train"
    raise HandposeError(f"{name}: no such run in {config.runs_folder}; {hint}")


def known_runs(folder: Path) -> list[Path]:
    """The runs in a folder, by name."""
    return sorted(path.parent for path in folder.glob(f"*/{CONFIG_FILE}"))


def newest_run(config: Config) -> Path:
    """The run of this configuration's name that started last, on whichever day.

    Raises HandposeError when there is none.
    """
    name = name_without_day(config)
    runs = [run for run in known_runs(config.runs_folder) if run.name[5:] == name]
    if not runs:
        raise HandposeError(
            f"{config.runs_folder}: no run MMDD_{name} to resume; start it without --resume"
        )
    return max(runs, key=_started)


def _started(run: Path) -> datetime.datetime:
    try:
        content = json.loads((run / ORIGIN_FILE).read_text(encoding="utf-8"))
        return datetime.datetime.fromisoformat(content["started"])
    except (OSError, ValueError, KeyError, TypeError):
        return datetime.datetime.fromtimestamp(0).astimezone()


def read_config(run: Path) -> Config:
    """The configuration that a run was started with; raises HandposeError when unreadable."""
    try:
        return load_config({"config": run / CONFIG_FILE})
    except UsageError as error:
        raise HandposeError(str(error).removeprefix("--config=")) from None
