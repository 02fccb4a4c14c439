"""Verbs whose functions take more than a configuration, or that print where they wrote."""

from __future__ import annotations

import importlib
from pathlib import Path

from handpose import shipped
from handpose.config import Config
from handpose.inference.model import SUFFIXES
from handpose.quiet import quiet_start, start_tensorflow
from handpose.runs.weights import config_of_trained

# Where each task is evaluated, and where its training pictures are drawn.
_EVALUATIONS = {
    "landmarks": "handpose.evaluation.run",
    "detection": "handpose.detection.evaluation",
}
_BROWSERS = {
    "landmarks": "handpose.pipeline.browse",
    "detection": "handpose.detection.browse",
}


def check(path: str, config: Config) -> int:
    """Look for faults in the dataset at `path`; 1 when there are any."""
    from handpose.datasets.check import check as check_dataset

    return check_dataset(Path(path), config)


def evaluation(config: Config) -> Path:
    """Measure a hand model, or a detector where --task or the run says so; the results' folder."""
    with quiet_start():
        task = importlib.import_module(_EVALUATIONS[_task(config)])
    return task.evaluation(config)


def _task(config: Config) -> str:
    of_a_file = not config.load_path or shipped.hand_model(config.load_path).suffix in SUFFIXES
    if not of_a_file and not config.predictions:
        return config_of_trained(config).task
    return config.task


def browse(config: Config) -> None:
    """Write a contact sheet of what the network sees."""
    start_tensorflow()
    draw_sheet = importlib.import_module(_BROWSERS[config.task]).browse
    out = Path(config.save_result_path or ".") / f"{config.dataset_type}_{config.state}.png"
    print(f"open {draw_sheet(config, out)}")


def compare(runs: list[str], config: Config) -> None:
    """Draw the curves of several runs in one plot and print their table."""
    from handpose.evaluation.compare import compare as compare_runs

    print(f"open {compare_runs(runs, config)}")
