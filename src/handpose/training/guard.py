"""Numbers that are none: found in the iteration that made them, before they are kept."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from handpose.errors import HandposeError
from handpose.runs.checkpoints import Arrays, checkpoint_files

_REMEDY = "try a lower --lr, --clip_norm=1 or --warmup_iter=500"


def check_losses(losses: Mapping[str, float], iteration: int, run: Path) -> None:
    """Raises HandposeError that names the first loss that is not finite."""
    for name, loss in losses.items():
        if not math.isfinite(loss):
            raise HandposeError(f"iteration {iteration}: the loss {name!r} is {loss}; {_way(run)}")


def check_weights(weights: Arrays, iteration: int, run: Path) -> None:
    """Raises HandposeError that names the first weight that is not finite."""
    for name, array in weights.items():
        if not np.isfinite(array).all():
            raise HandposeError(f"iteration {iteration}: {name} is not finite; {_way(run)}")


def _way(run: Path) -> str:
    kept = checkpoint_files(run)
    return f"{_REMEDY}; last good checkpoint: {kept[-1] if kept else 'none yet'}"
