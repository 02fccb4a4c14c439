"""What is to be measured: the predictions of a run, or of a file, for each protocol."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import handpose
from handpose.config import Config
from handpose.evaluation import bootstrap
from handpose.evaluation.coco_results import read_predictions
from handpose.evaluation.predict import Predictions, labels, predict
from handpose.evaluation.protocols import Protocol, chosen, without_crop
from handpose.models.build import PoseModel
from handpose.records.reader import Records
from handpose.runs.weights import load_trained, run_of

# Is told how many images are done, of how many.
Report = Callable[[int, int], None]


@dataclass(frozen=True)
class Subject:
    """What is measured.

    about: its name (`run`), the dataset and versions, ready for JSON; cases: each protocol with
    the predictions made for its crop.
    """

    about: dict[str, Any]
    cases: list[tuple[Protocol, Predictions]]


def gather(config: Config, records: Sequence[Records], report: Report) -> Subject:
    """The file `config.predictions`, or else the run `config.load_path`, on the records."""
    if config.predictions:
        return _of_file(config, records)
    return _of_run(config, records, report)


def _of_file(config: Config, records: Sequence[Records]) -> Subject:
    path = Path(config.predictions)
    predictions = read_predictions(path, labels(records))
    protocols = without_crop(chosen(config.protocol))
    return Subject(_about(config, path.stem), [(one, predictions) for one in protocols])


def _of_run(config: Config, records: Sequence[Records], report: Report) -> Subject:
    model, config = load_trained(config)
    protocols = [protocol.settled(config) for protocol in chosen(config.protocol)]
    # Protocols that cut out the same picture share its predictions.
    crops = {(one.crop, one.box_scale): one.cropped(config) for one in protocols}
    total = len(crops) * sum(one.count for one in records)
    found = {
        crop: predict(model, cropped, records, lambda images: report(images, total))
        for crop, cropped in crops.items()
    }
    about = _about(config, name_of_network(config)) | _network(model, config)
    return Subject(about, [(one, found[one.crop, one.box_scale]) for one in protocols])


def name_of_network(config: Config) -> str:
    """The run that `config.load_path` names; of a single checkpoint in it, run/checkpoint."""
    run, path = run_of(config), Path(config.load_path)
    if run is None:
        return path.name
    run_name = run.resolve().name
    return f"{run_name}/{path.stem}" if path.is_file() else run_name


def _network(model: PoseModel, config: Config) -> dict[str, Any]:
    """Which network and, by their checksum, which weights."""
    crc = 0
    for weights in model.network.get_weights():
        crc = zlib.crc32(weights.tobytes(), crc)
    kind = {"network": config.network, "head": config.head_name, "size": config.input_size}
    return kind | {"weights_crc32": f"{crc:08x}"}


def _about(config: Config, name: str) -> dict[str, Any]:
    return {
        "run": name,
        "dataset": config.dataset_type,
        "state": "eval",
        "load_path": config.load_path,
        "predictions": config.predictions,
        "handpose": handpose.__version__,
        "bootstrap": {"resamples": bootstrap.RESAMPLES, "seed": config.seed},
    }
