"""Which configurations no command could use, found before one has started."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from handpose.errors import UsageError, nearest

if TYPE_CHECKING:
    from handpose.config import Config


def check(config: Config, datasets: Sequence[str]) -> None:
    """Raise UsageError for values that do not go together, and for texts that name nothing.

    datasets: the names that there are.
    """
    _check_sizes(config)
    _check_rates(config)
    _check_conflicts(config)
    _check_datasets(config, datasets)
    _check_texts(config)


def _check_sizes(config: Config) -> None:
    if config.input_size % 32:
        raise UsageError(f"--crop_size={config.crop_size}: a multiple of 32 expected")
    if config.upright_size % 32:
        raise UsageError(f"--upright_size={config.upright_size}: a multiple of 32 expected")
    if config.upright_size and config.input_size % 64:
        raise UsageError(
            f"--crop_size={config.crop_size}: a multiple of 64 expected with upright_size, "
            "which looks at half of it first"
        )


def _check_rates(config: Config) -> None:
    if config.schedule == "steps" and len(config.lr) != len(config.lr_iter) + 1:
        raise UsageError(
            f"--lr={config.lr}: {len(config.lr_iter) + 1} rates expected, one more than lr_iter"
        )
    if config.lr_iter != sorted(config.lr_iter):
        raise UsageError(f"--lr_iter={config.lr_iter}: rising iterations expected")


def _check_conflicts(config: Config) -> None:
    if config.turns > 1 and config.predictions:
        raise UsageError(f"--turns={config.turns}: needs a network; drop it or --predictions")
    if config.match_hands and not config.predictions:
        raise UsageError("--match_hands: needs --predictions=FILE")
    if config.match_hands and config.task == "detection":
        raise UsageError("--match_hands: is for keypoints; boxes are matched anyway, drop it")
    if config.early_stopping and not config.with_eval:
        raise UsageError(f"--early_stopping={config.early_stopping}: needs --with_eval=True")
    if config.frozen_norms and not (config.encoder_weights or config.load_path or config.resume):
        raise UsageError("--frozen_norms: needs --encoder_weights or --load_path to start from")
    if config.detector and config.cropped:
        raise UsageError("--detector: not used with --cropped=True; give --cropped=False")
    if config.tiles > 1 and config.cropped:
        raise UsageError(
            f"--tiles={config.tiles}: not used with --cropped=True; give --cropped=False"
        )


def _check_datasets(config: Config, datasets: Sequence[str]) -> None:
    for name in config.datasets_to_convert or [""]:
        if name not in datasets:
            hint = nearest(name, datasets)
            raise UsageError(f"--dataset_list={config.dataset_list}: no such dataset; {hint}")


def _check_texts(config: Config) -> None:
    shard = config.shard or "0/1"
    if not re.fullmatch(r"\d+/\d+", shard) or config.machine[0] >= config.machine[1]:
        raise UsageError(f"--shard={config.shard}: i/n with i from 0 to n-1 expected, like 0/4")
    if not re.fullmatch(r"[\w.-]+", config.train_marker):
        raise UsageError(
            f"--train_marker={config.train_marker}: letters, digits, '.', '_' and '-' expected"
        )
    if not re.fullmatch(r"(\d+(, ?\d+)*)?", config.gpu_id):
        raise UsageError(f"--gpu_id={config.gpu_id}: numbers expected, like 0 or 0,1")
