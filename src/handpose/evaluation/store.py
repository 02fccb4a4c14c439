"""Results on disk: `results.json` with everything, a CSV of rows, an `.npz` per protocol."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from handpose.arrays import read_arrays
from handpose.errors import HandposeError
from handpose.evaluation.result import Number, Result, Row
from handpose.files import atomic_path, write_json, write_text

JSON_FILE, CSV_FILE = "results.json", "results.csv"


def write_results(folder: Path, results: Sequence[Result], about: Mapping[str, Any]) -> None:
    """Write every form; about: what was measured (`run`, `dataset`, ...), ready for JSON."""
    for result in results:
        _write_npz(folder / f"{slug(result)}.npz", result, about)
    _write_csv(folder / CSV_FILE, results, about)
    content = {"about": dict(about), "results": [_plain(result) for result in results]}
    write_json(folder / JSON_FILE, _without_nan(content))


def slug(result: Result) -> str:
    """The protocol's title as it stands in file names."""
    return result.protocol.title.replace(" ", "-")


def _write_csv(path: Path, results: Sequence[Result], about: Mapping[str, Any]) -> None:
    """One line per protocol and row; a metric has three columns: value, low, high."""
    metrics = list(dict.fromkeys(key for result in results for key in result.whole.numbers))
    first = ["run", "dataset", "protocol", "unit", "kind", "group", "images", "keypoints"]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(first + [f"{key}{end}" for key in metrics for end in ("", "_low", "_high")])
    for result in results:
        of_all = [about["run"], about["dataset"], result.protocol.title, result.protocol.unit]
        for row in result.rows:
            writer.writerow([*of_all, row.kind, row.group, row.images, row.keypoints,
                             *_cells(row, metrics)])  # fmt: skip
    write_text(path, text.getvalue())


def _cells(row: Row, metrics: Sequence[str]) -> list[str]:
    nothing = Number(math.nan, math.nan, math.nan)
    numbers = [row.numbers.get(key, nothing) for key in metrics]
    values = [value for number in numbers for value in (number.value, number.low, number.high)]
    return ["" if math.isnan(value) else f"{value:.6g}" for value in values]


def _plain(result: Result) -> dict[str, Any]:
    return {
        "protocol": result.protocol.title,
        **{key: value for key, value in asdict(result.protocol).items() if key != "variant"},
        "rows": [_plain_row(row) for row in result.rows],
        "thresholds": result.thresholds.tolist(),
        "pck": result.curve.tolist(),
    }


def _plain_row(row: Row) -> dict[str, Any]:
    numbers = {key: asdict(number) for key, number in row.numbers.items()}
    about = {"kind": row.kind, "group": row.group}
    return about | {"images": row.images, "keypoints": row.keypoints} | numbers


def _without_nan(content: Any) -> Any:
    """JSON knows no NaN: null instead."""
    if isinstance(content, dict):
        return {key: _without_nan(value) for key, value in content.items()}
    if isinstance(content, (list, tuple)):
        return [_without_nan(value) for value in content]
    return None if isinstance(content, float) and not math.isfinite(content) else content


@dataclass(frozen=True)
class Curve:
    """One protocol's curve and numbers as an `.npz` keeps them; `whole` is the first row."""

    run: str
    dataset: str
    protocol: str
    unit: str
    whole: Row
    thresholds: np.ndarray
    curve: np.ndarray


def curve_of(result: Result, about: Mapping[str, Any]) -> Curve:
    """What a plot needs of a result."""
    protocol = result.protocol
    return Curve(
        about["run"], about["dataset"], protocol.title, protocol.unit, result.whole,
        result.thresholds, result.curve,
    )  # fmt: skip


def _write_npz(path: Path, result: Result, about: Mapping[str, Any]) -> None:
    """The PCK curve, and every error (n, 21), image pixels, with the images' names."""
    told = {
        "run": about["run"],
        "dataset": about["dataset"],
        "protocol": result.protocol.title,
        "unit": result.protocol.unit,
        "whole": asdict(result.whole),
    }
    with atomic_path(path) as temporary:
        np.savez_compressed(
            temporary,
            about=np.array(json.dumps(told)),
            thresholds=result.thresholds,
            pck=result.curve,
            names=np.array(result.names, str),
            errors=result.errors.astype(np.float32),
            long_side=result.long_side.astype(np.float32),
        )


def read_curve(path: Path) -> Curve:
    """The curve in an `.npz`; raises HandposeError when the file holds none."""
    try:
        content = read_arrays(path)
        about = json.loads(str(content["about"]))
        whole = about.pop("whole")
        numbers = {key: Number(**number) for key, number in whole.pop("numbers").items()}
        return Curve(
            **about,
            whole=Row(**whole, numbers=numbers),
            thresholds=content["thresholds"],
            curve=content["pck"],
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise HandposeError(f"{path}: not a result of evaluation ({error})") from None
