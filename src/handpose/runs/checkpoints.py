"""Checkpoints: one file each, whole or not there, checked when it is read.

A checkpoint is an `.npz`; the CRC-32 that its zip container keeps of every array finds an
altered or truncated one.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from handpose.arrays import read_arrays
from handpose.errors import HandposeError
from handpose.files import atomic_path

Arrays = Mapping[str, np.ndarray]
FOLDER, BEST = "checkpoints", "best.npz"
_GROUPS = ("weights", "average", "optimiser")


@dataclass(frozen=True)
class Checkpoint:
    """Everything that a training needs to go on.

    iteration: steps done, which is the position in the data too; weights: of the network;
    average: their moving average, empty without one; optimiser: its variables;
    progress: plain numbers for the loop, ready for JSON.
    """

    iteration: int
    weights: Arrays
    average: Arrays = field(default_factory=dict)
    optimiser: Arrays = field(default_factory=dict)
    progress: Mapping[str, Any] = field(default_factory=dict)

    @property
    def best_use(self) -> Arrays:
        """The weights to predict with: the average where there is one."""
        return self.average or self.weights


def checkpoint_path(run: Path, iteration: int) -> Path:
    """Where the checkpoint of an iteration lies."""
    return run / FOLDER / f"iteration_{iteration:08d}.npz"


def best_path(run: Path) -> Path:
    """Where the best weights of a run lie."""
    return run / FOLDER / BEST


def checkpoint_files(run: Path) -> list[Path]:
    """The checkpoints of a run, oldest first, without the best."""
    return sorted((run / FOLDER).glob("iteration_*.npz"))


def save_checkpoint(run: Path, checkpoint: Checkpoint, keep: int) -> Path:
    """Write a checkpoint, then drop all but the newest `keep`.

    Raises HandposeError when the disk refuses; the earlier checkpoints are still there then.
    """
    path = checkpoint_path(run, checkpoint.iteration)
    write_checkpoint(path, checkpoint)
    for old in checkpoint_files(run)[:-keep]:
        old.unlink()
    return path


def write_checkpoint(path: Path, checkpoint: Checkpoint) -> None:
    """Write one checkpoint file atomically."""
    about = {"iteration": checkpoint.iteration, "progress": dict(checkpoint.progress)}
    arrays = {
        f"{group}/{name}": array
        for group in _GROUPS
        for name, array in getattr(checkpoint, group).items()
    }
    with atomic_path(path) as temporary:
        np.savez(temporary, allow_pickle=False, about=np.array(json.dumps(about)), **arrays)


def read_checkpoint(path: Path) -> Checkpoint:
    """The checkpoint in a file; raises HandposeError when it is altered, truncated or another."""
    try:
        return _checkpoint(read_arrays(path))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise HandposeError(f"{path}: not a whole checkpoint ({error})") from None


def _checkpoint(arrays: dict[str, np.ndarray]) -> Checkpoint:
    about = json.loads(str(arrays.pop("about")))
    groups: dict[str, dict[str, np.ndarray]] = {group: {} for group in _GROUPS}
    for key, array in arrays.items():
        group, _, name = key.partition("/")
        groups[group][name] = array
    return Checkpoint(about["iteration"], progress=about["progress"], **groups)


def newest_checkpoint(run: Path) -> Checkpoint | None:
    """The newest checkpoint that is whole, None when the run has none yet.

    A damaged one is named in a line and passed over. Raises HandposeError when all are damaged.
    """
    files = checkpoint_files(run)
    for path in reversed(files):
        try:
            return read_checkpoint(path)
        except HandposeError as error:
            print(f"{error}; falling back to the one before", file=sys.stderr)
    if files:
        raise HandposeError(f"{run / FOLDER}: every checkpoint is damaged; train anew")
    return None
