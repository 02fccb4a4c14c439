"""What is to be measured: the predictions of a network, or of a file, for each protocol."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import handpose
from handpose.config import Config
from handpose.evaluation import bootstrap
from handpose.evaluation.coco_results import read_predictions
from handpose.evaluation.found_hands import read_found_hands
from handpose.evaluation.networks import name_of_network, open_network
from handpose.evaluation.predict import Predictions, labels, predict_with
from handpose.evaluation.protocols import Protocol, chosen, without_crop
from handpose.evaluation.turns import degrees_of
from handpose.records.reader import Records

# Is told how many images are done, of how many.
Report = Callable[[int, int], None]
Cases = list[tuple[Protocol, Predictions]]


@dataclass(frozen=True)
class Subject:
    """What is measured.

    about: its name (`run`), the dataset and versions, ready for JSON; cases: each protocol with
    the predictions made for its crop; turned: degrees, 0 first, to the cases of crops turned by
    them, empty unless several turns are asked for.
    """

    about: dict[str, Any]
    cases: Cases
    turned: dict[float, Cases] = field(default_factory=dict)


def gather(config: Config, records: Sequence[Records], report: Report) -> Subject:
    """The file `config.predictions`, or else the network `config.load_path`, on the records."""
    if config.predictions:
        return _of_file(config, records)
    return _of_network(config, records, report)


def _of_file(config: Config, records: Sequence[Records]) -> Subject:
    path = Path(config.predictions)
    read = read_found_hands if config.match_hands else read_predictions
    predictions = read(path, labels(records))
    protocols = without_crop(chosen(config.protocol))
    return Subject(_about(config, path.stem), [(one, predictions) for one in protocols])


def _of_network(config: Config, records: Sequence[Records], report: Report) -> Subject:
    network = open_network(config)
    protocols = [protocol.settled(network.config) for protocol in chosen(config.protocol)]
    # Protocols that cut out the same picture share its predictions.
    crops = {_crop_of(one): one.cropped(network.config) for one in protocols}
    total = config.turns * len(crops) * sum(one.count for one in records)
    turned: dict[float, Cases] = {}
    for degrees in degrees_of(config.turns):
        found = {
            crop: predict_with(network.run, cropped, records, lambda n: report(n, total), degrees)
            for crop, cropped in crops.items()
        }
        turned[degrees] = [(one, found[_crop_of(one)]) for one in protocols]
    about = _about(config, name_of_network(config)) | network.about
    return Subject(about, turned[0], turned if config.turns > 1 else {})


def _crop_of(protocol: Protocol) -> tuple[str, float | None]:
    return protocol.crop, protocol.box_scale


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
