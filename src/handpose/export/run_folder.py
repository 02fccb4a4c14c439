"""A trained network as a small run: its configuration and best weights, to train on from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import keras
import numpy as np
import yaml

from handpose.config import Config
from handpose.files import write_text
from handpose.runs.checkpoints import Checkpoint, best_path, write_checkpoint
from handpose.runs.folder import CONFIG_FILE
from handpose.runs.weights import CROP, FIXED, HEAD, load_trained, weights_of

# What a network is, and how its pictures are cut; nothing about where it was made.
_KEPT = (*FIXED, *HEAD, *CROP)


def write_run(network: keras.Model, config: Config, folder: Path) -> None:
    """Write a folder that `--load_path` takes, without optimiser and logs."""
    kept = {key: getattr(config, key) for key in _KEPT}
    write_text(folder / CONFIG_FILE, yaml.safe_dump(kept, sort_keys=False))
    arrays = {name: np.asarray(variable) for name, variable in weights_of(network).items()}
    write_checkpoint(best_path(folder), Checkpoint(0, arrays))


def open_run(folder: Path) -> Callable[[np.ndarray], dict[str, np.ndarray]]:
    """A function from crops (n, size, size, 3) to the outputs by their names."""
    model, _ = load_trained(Config(load_path=str(folder)))
    predictor = model.predictor()

    def answers(crops: np.ndarray) -> dict[str, np.ndarray]:
        return predictor.predict(crops, batch_size=32, verbose=0)

    return answers
