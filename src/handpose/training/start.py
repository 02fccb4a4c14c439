"""Where a training begins: fresh, from old weights, or where an earlier process stopped."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from handpose.config import Config
from handpose.errors import HandposeError, UsageError
from handpose.runs.checkpoints import Checkpoint, newest_checkpoint
from handpose.runs.folder import folder_of_today, new_run, newest_run, read_config
from handpose.runs.weights import load_weights
from handpose.training.devices import Devices
from handpose.training.patience import Standing
from handpose.training.state import TrainingState

# What a resumed process may do in another way without changing what is learnt.
_FREE = frozenset(
    {
        *("resume", "load_path", "data_path", "snapshot_path", "logdir", "dataset_path"),
        *("use_gpu", "gpu_id", "workers", "show_loss_freq", "snapshot_freq", "keep"),
        *("dataset_list", "image_path", "state", "strict", "shard", "shard_size"),
        *("protocol", "predictions", "threshold", "plot_eval", "test_data_path"),
        *("save_result_path", "save_eval_plot_path", "save_test_plot_path"),
    }
)


@dataclass(frozen=True)
class Start:
    """run: its folder; samples: how many the records hold; iteration: steps behind it."""

    run: Path
    samples: int
    iteration: int = 0
    standing: Standing = Standing()


def begin(config: Config, state: TrainingState, devices: Devices, samples: int) -> Start:
    """Set the state as the configuration says, and make or find the run's folder.

    samples: how many the records hold. Raises HandposeError or UsageError when there is nothing
    to resume, when the flags or the records differ from the run's, or when it exists already.
    """
    if config.resume:
        return _resumed(config, state, devices, samples)
    if config.load_path:
        load_weights(state.model.network, config)
        state.reset_average()
    return Start(new_run(config) if devices.chief else folder_of_today(config), samples)


def _resumed(config: Config, state: TrainingState, devices: Devices, samples: int) -> Start:
    run = newest_run(config)
    _check_flags(config, read_config(run), run)
    checkpoint = newest_checkpoint(run)
    _check_shared(checkpoint, run, devices)
    if checkpoint is None:
        _load_first_weights(config, state, run)
        return Start(run, samples)
    if checkpoint.progress["samples"] != samples:
        raise HandposeError(
            f"{run}: began with {checkpoint.progress['samples']} samples, the records hold "
            f"{samples} now; start a new run with --load_path={run.name}"
        )
    state.restore(checkpoint, run)
    standing = Standing.from_dict(checkpoint.progress["standing"])
    return Start(run, samples, checkpoint.iteration, standing)


def _load_first_weights(config: Config, state: TrainingState, run: Path) -> None:
    """The weights of a run that was stopped before its first checkpoint."""
    load_path = read_config(run).load_path
    if load_path:
        load_weights(state.model.network, config.replace(load_path=load_path))
        state.reset_average()


def _check_flags(config: Config, started: Config, run: Path) -> None:
    for key, value in started.as_dict().items():
        given = config.as_dict()[key]
        if key not in _FREE and given != value:
            raise UsageError(
                f"--{key}={given}: {run.name} was started with {value}; "
                "give the same to resume, or leave out --resume"
            )


def _check_shared(checkpoint: Checkpoint | None, run: Path, devices: Devices) -> None:
    iteration = checkpoint.iteration if checkpoint else 0
    if devices.mean([iteration])[0] != iteration:
        raise HandposeError(f"{run}: not the same for all workers; put it on a shared disk")


def progress(standing: Standing, samples: int) -> dict[str, Any]:
    """What a checkpoint keeps for `begin` beside the variables."""
    return {"standing": standing.as_dict(), "samples": samples}
