"""Results as tables on the screen: every number with its interval, the protocol named."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from handpose.evaluation.result import Number, Result, Row
from handpose.evaluation.scores import Calibration
from handpose.evaluation.turns import Turns

TITLES = {
    "epe": "EPE mean",
    "median": "EPE median",
    "p90": "EPE p90",
    "p95": "EPE p95",
    "nepe": "nEPE",
    "pck@0.05": "PCK@0.05",
    "pck@0.1": "PCK@0.1",
    "pck@0.2": "PCK@0.2",
    "pck_box@0.2": "PCK@0.2 of the box",
    "auc": "AUC 0-30",
}
INTERVAL = "[low, high]: 95 % bootstrap interval over images"
_IN_UNIT = ("epe", "median", "p90", "p95")
_OF_SOURCES = ("epe", "nepe", "pck@0.1", "auc")


def print_report(console: Console, title: str, results: Sequence[Result]) -> None:
    """Print the whole, then the sources, the fingers and, once, the attributes."""
    console.print(_whole(title, results))
    for result in results:
        if result.rows_of("source"):
            console.print(_sources(result))
    console.print(_fingers(results))
    if _attributes_of(results[0]):
        console.print(_attributes(results[0]))
    console.print(INTERVAL, markup=False)


def print_turns(console: Console, found: Sequence[Turns]) -> None:
    """Print nEPE at every turn of the crop, and where it changes most."""
    table = Table("degrees", *(turns.protocol for turns in found),
                  title="nEPE of crops turned clockwise", title_justify="left")  # fmt: skip
    for row in zip(*(turns.turns for turns in found), strict=True):
        table.add_row(f"{row[0].degrees:g}", *(in_words(turn.nepe, 3) for turn in row))
    largest = [turns.largest for turns in found]
    cells = (f"{in_words(one.change, 1)} % at {one.degrees:g}" for one in largest)
    table.add_row("largest change", *cells)
    console.print(table)


def print_scores(console: Console, found: Calibration) -> None:
    """Print what the keypoints of each band of scores deserve."""
    table = Table("score", "keypoints", "mean score", "it should be", "nEPE",
                  title="scores against errors", title_justify="left")  # fmt: skip
    for one in found.bins:
        means = (
            f"{mean:.3f}" if one.keypoints else "-" for mean in (one.score, one.target, one.nepe)
        )
        table.add_row(f"{one.low:.1f} to {one.high:.1f}", str(one.keypoints), *means)
    console.print(table)


def _whole(title: str, results: Sequence[Result]) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column("")
    for result in results:
        table.add_column(header(result))
    table.add_row("images", *(str(result.whole.images) for result in results))
    table.add_row("keypoints", *(str(result.whole.keypoints) for result in results))
    for key in TITLES:
        if any(key in result.whole.numbers for result in results):
            table.add_row(TITLES[key], *(cell(result.whole, key) for result in results))
    return table


def header(result: Result) -> str:
    """Protocol, which keypoints and which unit, in three lines."""
    protocol = result.protocol
    return f"{protocol.title}\n{protocol.keypoints} keypoints\n{protocol.unit}"


def cell(row: Row, key: str) -> str:
    """A number and its interval, '-' where there is none."""
    number = row.numbers.get(key)
    if number is None or number.value != number.value:
        return "-"
    return in_words(number, 2 if key in _IN_UNIT else 3)


def in_words(number: Number, digits: int) -> str:
    """Like 4.51 [4.38, 4.66]."""
    return f"{number.value:.{digits}f} [{number.low:.{digits}f}, {number.high:.{digits}f}]"


def _sources(result: Result) -> Table:
    title = f"{result.protocol.title}: sources"
    if result.protocol.macro:
        apart = ", ".join(result.protocol.apart)
        title += f" (the result above is the mean over them, without {apart})"
    table = Table("source", "images", *(TITLES[key] for key in _OF_SOURCES), title=title,
                  title_justify="left")  # fmt: skip
    for row in result.rows_of("source"):
        table.add_row(row.group, str(row.images), *(cell(row, key) for key in _OF_SOURCES))
    return table


def _fingers(results: Sequence[Result]) -> Table:
    table = Table("finger", *(header(result) for result in results), title="EPE mean by finger",
                  title_justify="left")  # fmt: skip
    for rows in zip(*(result.rows_of("finger") for result in results), strict=True):
        table.add_row(rows[0].group, *(cell(row, "epe") for row in rows))
    return table


def _attributes_of(result: Result) -> list[Row]:
    return [row for row in result.rows if row.kind.startswith("by ")]


def _attributes(result: Result) -> Table:
    """The groups of the first protocol; `results.csv` has those of all."""
    table = Table("by", "", "images", *(TITLES[key] for key in _OF_SOURCES),
                  title=f"{result.protocol.title}: attributes", title_justify="left")  # fmt: skip
    named = ""
    for row in _attributes_of(result):
        kind = "" if row.kind == named else row.kind.removeprefix("by ")
        cells = (cell(row, key) for key in _OF_SOURCES)
        table.add_row(kind, row.group, str(row.images), *cells)
        named = row.kind
    return table
