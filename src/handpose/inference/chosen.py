"""Which network `test` uses: the shipped file, another exported file, or a run's Keras weights."""

from __future__ import annotations

from pathlib import Path

from handpose import shipped
from handpose.config import Config
from handpose.inference.finder import Finder, exported_finder
from handpose.inference.model import SUFFIXES
from handpose.quiet import quiet_start
from handpose.runs.weights import load_trained


def needs_tensorflow(config: Config) -> bool:
    """Whether `config.load_path` names something else than an exported file."""
    return bool(config.load_path) and Path(config.load_path).suffix not in SUFFIXES


def chosen_finder(config: Config, batch: int) -> Finder:
    """The finder of what `config.load_path` names, of the shipped file when it is empty.

    batch: pictures at a time. Raises HandposeError when there is no such network or it cannot
    be used.
    """
    if not needs_tensorflow(config):
        with quiet_start():
            return exported_finder(config.load_path or shipped.model(), batch)
    with quiet_start():
        from handpose.inference.keras_finder import keras_finder
    model, _ = load_trained(config)
    return keras_finder(model, batch)
