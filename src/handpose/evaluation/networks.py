"""The network to measure, from a run or from an exported file: crops in, arrays out."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from handpose.config import Config
from handpose.errors import UsageError
from handpose.evaluation.predict import Run, compiled
from handpose.inference.card import Card
from handpose.inference.chosen import exported_file
from handpose.inference.model import open_model
from handpose.models.build import PoseModel
from handpose.records.index import crc32
from handpose.runs.gpus import choose_gpus
from handpose.runs.weights import load_trained, run_of

_DEFAULTS = Config()


@dataclass(frozen=True)
class Network:
    """run: crops to answers; config: with the crop that the network was made for.

    about: which network and, by their checksum, which weights, ready for JSON.
    """

    run: Run
    config: Config
    about: dict[str, Any]


def open_network(config: Config) -> Network:
    """A run, its weights or an exported file, as `config.load_path` says; empty: the shipped one.

    Raises HandposeError when it is missing or damaged, UsageError for a flag that contradicts it.
    """
    file = exported_file(config)
    if file is not None:
        return _of_file(file, config)
    model, merged = load_trained(config)
    return Network(compiled(model), merged, _about_model(model, merged))


def name_of_network(config: Config) -> str:
    """The run or the file that is measured; of a single checkpoint in a run, run/checkpoint."""
    file = exported_file(config)
    if file is not None:
        return file.stem
    run, path = run_of(config), Path(config.load_path)
    if run is None:
        return path.name
    run_name = run.resolve().name
    return f"{run_name}/{path.stem}" if path.is_file() else run_name


def _of_file(file: Path, config: Config) -> Network:
    model = open_model(file)
    # TensorFlow, which cuts the crops, would take every GPU that it sees.
    choose_gpus(config)
    card = model.card
    about = {"file": file.name, "exported_from": card.source, "precision": card.precision}
    checked = {"size": card.input_size, "file_crc32": f"{crc32(file):08x}"}
    return Network(model.run, _with_card(config, card, file), about | checked)


def _with_card(config: Config, card: Card, file: Path) -> Config:
    """The configuration with the card's crop; a flag for the crop that is not the default wins."""
    if config.crop_size not in (None, card.input_size):
        raise UsageError(
            f"--crop_size={config.crop_size}: {file} takes {card.input_size} px; drop the flag"
        )
    own = {"crop": card.crop, "box_scale": card.box_scale}
    given = {key for key in own if getattr(config, key) != getattr(_DEFAULTS, key)}
    changes = {key: value for key, value in own.items() if key not in given}
    return config.replace(crop_size=card.input_size, **changes)


def _about_model(model: PoseModel, config: Config) -> dict[str, Any]:
    crc = 0
    for weights in model.network.get_weights():
        crc = zlib.crc32(weights.tobytes(), crc)
    kind = {"network": config.network, "head": config.head_name, "size": config.input_size}
    return kind | {"weights_crc32": f"{crc:08x}"}
