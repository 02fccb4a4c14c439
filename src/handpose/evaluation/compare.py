"""`compare`: the curves of several runs in one plot, their numbers in one table."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from handpose.config import Config
from handpose.errors import HandposeError
from handpose.evaluation.plots import plot_curves
from handpose.evaluation.report import INTERVAL, TITLES, cell
from handpose.evaluation.store import JSON_FILE, Curve, read_curve
from handpose.files import write_text
from handpose.runs.folder import find_run
from handpose.runs.results import FOLDER

_SHOWN = ("auc", "epe", "median", "pck@0.1")
_WIDTH_OF_FILE = 180


def compare(runs: Sequence[str], config: Config) -> Path:
    """Draw the results of several runs, folders of results or `.npz` files; the PNG's path.

    Of a run the results on `config.dataset_type` under `config.protocol` are taken. Raises
    HandposeError for one that has no such results.
    """
    found = [(name, curve) for name in runs for curve in _curves(name, config)]
    found.sort(key=lambda pair: pair[1].protocol)
    labels = _labels(found)
    curves = [curve for _, curve in found]
    console = Console()
    console = console if console.is_terminal else Console(width=_WIDTH_OF_FILE)
    console.print(_table(labels, curves))
    console.print(INTERVAL, markup=False)
    if len({curve.dataset for curve in curves}) > 1:
        print("note: these are results on different datasets, which do not compare")
    out = Path(config.save_result_path or ".")
    _write_csv(out / "compared.csv", labels, curves)
    plot_curves(out / "compared.png", curves, labels)
    return out / "compared.png"


def _curves(name: str, config: Config) -> list[Curve]:
    path = Path(name)
    if path.suffix == ".npz":
        return [read_curve(path)]
    folders = [path] if (path / JSON_FILE).is_file() else _results_of_run(name, config)
    newest = sorted(folders, key=lambda folder: (folder / JSON_FILE).stat().st_mtime)
    wanted = {
        curve.protocol: curve
        for folder in newest
        for curve in map(read_curve, sorted(folder.glob("*.npz")))
        if curve.protocol.split()[0] in config.protocol
    }
    if not wanted:
        raise HandposeError(
            f"{name}: no results under {', '.join(config.protocol)}; give --protocol= of those "
            "that are there"
        )
    return list(wanted.values())


def _results_of_run(name: str, config: Config) -> list[Path]:
    """The folders of a run's results on the configured dataset."""
    results = find_run(name, config) / FOLDER
    folders = [path.parent for path in results.glob(f"{config.dataset_type}_*/{JSON_FILE}")]
    # RHD_slim's folder begins like RHD's: the dataset is read, not guessed.
    fitting = [folder for folder in folders if _dataset(folder) == config.dataset_type]
    if not fitting:
        command = f"handpose evaluation --dataset_type={config.dataset_type} --load_path={name}"
        raise HandposeError(f"{results}: no results on {config.dataset_type}; run: {command}")
    return fitting


def _dataset(folder: Path) -> str:
    curves = sorted(folder.glob("*.npz"))
    return read_curve(curves[0]).dataset if curves else ""


def _labels(found: Sequence[tuple[str, Curve]]) -> list[str]:
    """The runs' names, as they were given where two results bear the same."""
    told = {(curve.protocol, curve.run) for _, curve in found}
    if len(told) == len(found):
        return [curve.run for _, curve in found]
    return [name for name, _ in found]


def _table(labels: Sequence[str], curves: Sequence[Curve]) -> Table:
    table = Table()
    for column in ("protocol", "run"):
        table.add_column(column, overflow="fold")
    for column in ("dataset", "images", *(TITLES[key] for key in _SHOWN)):
        table.add_column(column, no_wrap=True)
    for label, curve in zip(labels, curves, strict=True):
        numbers = (cell(curve.whole, key) for key in _SHOWN)
        images = str(curve.whole.images)
        table.add_row(f"{curve.protocol}, {curve.unit}", label, curve.dataset, images, *numbers)
    return table


def _write_csv(path: Path, labels: Sequence[str], curves: Sequence[Curve]) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    ends = ("", "_low", "_high")
    names = [f"{key}{end}" for key in _SHOWN for end in ends]
    writer.writerow(["protocol", "unit", "run", "dataset", "images", *names])
    for label, curve in zip(labels, curves, strict=True):
        numbers = [curve.whole.numbers[key] for key in _SHOWN]
        values = [value for number in numbers for value in (number.value, number.low, number.high)]
        first = [curve.protocol, curve.unit, label, curve.dataset, curve.whole.images]
        writer.writerow([*first, *(f"{value:.6g}" for value in values)])
    write_text(path, text.getvalue())
