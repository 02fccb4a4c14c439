"""What differs between learning a hand's keypoints and learning where hands are."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from handpose.config import Config
from handpose.records.reader import Records

# Where each task's `TASK` is; imported when it is needed.
_TASKS = {"landmarks": "handpose.training.landmarks", "detection": "handpose.detection.training"}


@dataclass(frozen=True)
class Task:
    """The parts of a training that depend on what is learnt.

    check: raises HandposeError or UsageError for records that cannot teach it.
    batches: endless batches from (config, records, start_iteration, shard), as
    `pipeline.batches.training_batches`; used: their entries that losses read.
    sheet: an RGB picture (h, w, 3) of what a model finds in a batch.
    scores: named scores of a model on records; error: the one number of them to lower.
    """

    check: Callable[[Config, Sequence[Records]], None]
    batches: Callable[..., Any]
    used: tuple[str, ...]
    sheet: Callable[[Any, dict[str, Any]], np.ndarray]
    scores: Callable[[Any, Config, Sequence[Records]], dict[str, float]]
    error: Callable[[Mapping[str, float]], float]


def task_of(config: Config) -> Task:
    """The configured task."""
    return importlib.import_module(_TASKS[config.task]).TASK
