"""`handpose export`: write a trained network in each format and measure what that costs."""

from __future__ import annotations

import dataclasses
import hashlib
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

from handpose import __version__
from handpose.config import Config
from handpose.errors import HandposeError
from handpose.export.comparison import Comparison, comparison_of
from handpose.export.options import ExportConfig
from handpose.export.trial import on_trial, size_of
from handpose.export.writers import WRITERS, Material
from handpose.files import check_writable, write_json
from handpose.inference.card import Card
from handpose.runs.weights import load_trained

REPORT = "export.json"


def export(options: ExportConfig) -> Path:
    """Write every asked format into `options.out`, with `export.json`; the folder.

    Raises HandposeError when a file differs from Keras by more than its limit; that file is
    not kept.
    """
    for name in options.formats:
        WRITERS[name].check_installed()
    model, config = load_trained(options.as_config())
    check_writable(options.out)
    predictor, card = model.predictor(), _card(config, options)
    comparison = comparison_of(predictor, config, options.pictures)
    with tempfile.TemporaryDirectory() as scratch:
        calibration = partial(comparison.calibration, options.calibration)
        material = Material(model.network, config, predictor, card, Path(scratch), calibration)
        report = _write_all(material, comparison, options)
    print(f"open {report}")
    return Path(options.out)


def _write_all(material: Material, comparison: Comparison, options: ExportConfig) -> Path:
    """Write the formats and, after each, the report so far; the report's path."""
    path = Path(options.out) / REPORT
    report = _about(material.card, options, len(comparison.inputs))
    for name in options.formats:
        report["files"][name] = _exported(name, material, comparison, options)
        write_json(path, report)
    return path


def _card(config: Config, options: ExportConfig) -> Card:
    return Card(
        input_size=config.input_size,
        box_scale=config.box_scale,
        crop=config.crop,
        source=Path(config.load_path).name,
        version=__version__,
        licence=options.licence,
        task=config.task,
    )


def _about(card: Card, options: ExportConfig, pictures: int) -> dict[str, Any]:
    return {
        "handpose": card.version,
        "source": card.source,
        "dataset": options.dataset_type,
        "pictures": pictures,
        "unit": "px of a crop magnified to 256",
        "files": {},
    }


def _exported(
    name: str, material: Material, comparison: Comparison, options: ExportConfig
) -> dict[str, Any]:
    """Write one format and measure it; its row of the report."""
    form, task = WRITERS[name], material.card.task
    final = Path(options.out) / form.file(task)
    with on_trial(final) as trial:
        form.write(material, trial)
        found = comparison.difference(form.open(trial, task)(comparison.inputs))
        _check(name, comparison.what, found.mean, options.limit_of(name))
    print(f"{name}: {size_of(final) / 1e6:.2f} MB, {found.words()}")
    return {"file": final.name, **_size_and_hash(final), **dataclasses.asdict(found)}


def _check(name: str, what: str, mean: float, limit: float) -> None:
    # Not `>`: a NaN must not pass.
    if not mean <= limit:
        knob = "--int8_limit" if name == "litert_int8" else "--limit"
        raise HandposeError(
            f"{name}: {what} are {mean:.3f} px (of 256) from Keras's on average, at most "
            f"{limit:g} expected; the file is not kept; {knob} sets another limit"
        )


def _size_and_hash(path: Path) -> dict[str, Any]:
    size = {"bytes": size_of(path)}
    if path.is_dir():
        return size
    return size | {"sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
