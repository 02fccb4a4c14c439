"""A detector's numbers as tables on the screen and as files."""

from __future__ import annotations

import csv
import dataclasses
import io
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from handpose.detection.answers import LONG_SIDE, Answers
from handpose.detection.measure import AtThreshold, Measured, OfSize
from handpose.files import write_json, write_text
from handpose.inference.hand import CATEGORY

JSON_FILE, CSV_FILE = "results.json", "results.csv"
_OF_SIZE = {"ap": "AP", "ap50": "AP50", "ap75": "AP75", "recall": "recall", "turned": "degrees"}
_AT = {"recall": "recall", "false_hands": "false a picture", "false_empty": "without hands"}


def print_report(console: Console, title: str, found: Measured) -> None:
    """Print what was measured by size, and what each threshold would give."""
    console.print(_sizes(f"{title}, {found.pictures} pictures", found))
    console.print(_thresholds(found.thresholds))


def _sizes(title: str, found: Measured) -> Table:
    table = Table(f"px of {LONG_SIDE:g}", "hands", *_OF_SIZE.values(), title=title,
                  title_justify="left")  # fmt: skip
    for row in found.sizes:
        table.add_row(row.size, str(row.hands), *(_cell(row, key) for key in _OF_SIZE))
    chosen = found.chosen
    table.caption = (
        f"recall at the score {chosen.threshold:g} and an IoU of 0.5, with "
        f"{_words(chosen.false_hands)} false hands a picture"
    )
    return table


def _thresholds(rows: Sequence[AtThreshold]) -> Table:
    table = Table("score from", *_AT.values(), title="all hands by the threshold",
                  title_justify="left")  # fmt: skip
    for row in rows:
        table.add_row(f"{row.threshold:g}", *(_cell(row, key) for key in _AT))
    return table


def _cell(row: OfSize | AtThreshold, key: str) -> str:
    return _words(getattr(row, key))


def _words(value: float) -> str:
    return "-" if math.isnan(value) else f"{value:.3f}"


def write_results(folder: Path, found: Measured, about: Mapping[str, Any]) -> None:
    """Write `results.json` with everything and `results.csv` with a line per size."""
    content = {"about": dict(about), **dataclasses.asdict(found)}
    write_json(folder / JSON_FILE, _without_nan(content))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    fields = [field.name for field in dataclasses.fields(OfSize)]
    writer.writerow(["run", "dataset", *fields, "threshold", "false_hands"])
    for row in found.sizes:
        values = ("" if value != value else value for value in dataclasses.astuple(row))
        chosen = (found.chosen.threshold, found.chosen.false_hands)
        writer.writerow([about["run"], about["dataset"], *values, *chosen])
    write_text(folder / CSV_FILE, text.getvalue())


def write_found(path: Path, answers: Answers, image_sizes: Sequence[tuple[int, int]]) -> None:
    """COCO detection results: an entry a hand, its box in the picture's own pixels.

    image_sizes: (height, width) of each picture, pixels.
    """
    entries = [
        {
            "image_id": row + 1,
            "file_name": name,
            "category_id": CATEGORY,
            "bbox": [round(float(value), 3) for value in answers.found_boxes[row, n] / zoom],
            "score": round(float(answers.found_scores[row, n]), 4),
            "angle": round(float(answers.found_angles[row, n]), 2),
        }
        for row, (name, size) in enumerate(zip(answers.names, image_sizes, strict=True))
        for zoom in [LONG_SIDE / max(size)]
        for n in range(int((answers.found_scores[row] > 0).sum()))
    ]
    write_json(path, entries)


def _without_nan(content: Any) -> Any:
    """JSON knows no NaN: null instead."""
    if isinstance(content, dict):
        return {key: _without_nan(value) for key, value in content.items()}
    if isinstance(content, (list, tuple)):
        return [_without_nan(value) for value in content]
    return None if isinstance(content, float) and math.isnan(content) else content
