"""Where the results of a trained network go."""

from __future__ import annotations

from pathlib import Path

from handpose import shipped
from handpose.config import Config
from handpose.runs.weights import run_of

FOLDER = "results"


def results_folder(config: Config) -> Path:
    """The folder `results` of the run that `config.load_path` names.

    For weights that lie in no run, and for the shipped ones: one of their name in
    `data_path`/results. Raises HandposeError when the load path names nothing.
    """
    run = run_of(config)
    # An installed package is no place for results, and often read-only.
    if run is not None and not run.resolve().is_relative_to(shipped.FOLDER.resolve()):
        return run / FOLDER
    return Path(config.data_path) / FOLDER / Path(config.load_path).name.split(".")[0]
