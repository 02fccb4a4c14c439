"""Which network `test` uses: a shipped file, another exported file, or a run's Keras weights."""

from __future__ import annotations

from pathlib import Path

from handpose import shipped
from handpose.config import Config
from handpose.errors import HandposeError
from handpose.inference.finder import Finder, exported_finder
from handpose.inference.model import SUFFIXES
from handpose.quiet import quiet_start
from handpose.runs.weights import load_trained


def exported_file(config: Config) -> Path | None:
    """The exported file that `config.load_path` names, see `shipped.hand_model`.

    None for a run or Keras weights. Raises HandposeError when none is shipped.
    """
    path = shipped.hand_model(config.load_path)
    return path if path.suffix in SUFFIXES else None


def chosen_finder(config: Config, batch: int) -> Finder:
    """The finder of what `config.load_path` names.

    batch: crops at a time. Raises HandposeError when there is no such network or it cannot
    be used.
    """
    file = exported_file(config)
    if file is not None:
        with quiet_start():
            return exported_finder(file, batch)
    with quiet_start():
        from handpose.inference.keras_finder import keras_finder
    model, trained = load_trained(config)
    if trained.task != "landmarks":
        raise HandposeError(
            f"--load_path={config.load_path}: finds boxes, not keypoints; name a hand model"
        )
    return keras_finder(model, batch, trained.box_scale)
