"""Where the results of a trained network go."""

from __future__ import annotations

from pathlib import Path

from handpose.config import Config
from handpose.runs.weights import run_of

FOLDER = "results"


def results_folder(config: Config) -> Path:
    """The folder `results` of the run that `config.load_path` names.

    For weights that lie in no run: one of their name in `data_path`/results.
    """
    run = run_of(config)
    if run is not None:
        return run / FOLDER
    return Path(config.data_path) / FOLDER / Path(config.load_path).name.split(".")[0]
