"""Where the results of an evaluation go."""

from __future__ import annotations

from pathlib import Path

from handpose.config import Config
from handpose.errors import HandposeError
from handpose.evaluation.networks import name_of_network
from handpose.inference.chosen import exported_file
from handpose.runs.results import results_folder


def place_of_results(config: Config) -> Path:
    """`save_result_path`; else in the run, or beside the file of predictions.

    Of an exported file in the current folder. Raises HandposeError when what is to be measured
    is not there: a misspelt file must not leave a folder behind that is named after it.
    """
    flag = "predictions" if config.predictions else "load_path"
    file = Path(config.predictions) if config.predictions else exported_file(config)
    if file is not None and not file.is_file():
        raise HandposeError(f"--{flag}={file}: no such file")
    if config.save_result_path:
        return Path(config.save_result_path)
    named = "_".join([config.dataset_type, *dict.fromkeys(config.protocol)])
    if file is None:
        return _in_run(config, named)
    if config.predictions:
        return file.parent / f"{file.stem}_{named}"
    # A model file may lie where no results belong, as the shipped one does.
    return Path(f"evaluation_{file.stem}_{named}")


def _in_run(config: Config, named: str) -> Path:
    # One checkpoint's results are not the run's.
    checkpoint = name_of_network(config).partition("/")[2]
    return results_folder(config) / "_".join(filter(None, [named, checkpoint]))
