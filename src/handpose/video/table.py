"""The table of a video: a row for each frame and hand, as CSV or Parquet."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from handpose.errors import missing_extra
from handpose.files import atomic_path
from handpose.inference.hand import COLUMNS as KEYPOINT_COLUMNS
from handpose.inference.hands import Hands
from handpose.video.reader import Frame

Row = tuple[Any, ...]
Add = Callable[[Frame, Hands], None]

_ABOUT = ("frame", "time_s", "id", "handedness", "right", "presence")
COLUMNS = (*_ABOUT, *KEYPOINT_COLUMNS)

# Parquet is written in groups of rows: a long video need not fit into the memory.
_ROWS_AT_ONCE = 4096


def rows(frame: Frame, hands: Hands) -> list[Row]:
    """A row for each hand of a frame, in the order of `COLUMNS`; none for a frame without hands."""
    return [
        (
            frame.number,
            frame.time,
            int(identity),
            hand.handedness,
            hand.right,
            hand.presence,
            *hand.row.tolist(),
        )
        for identity, hand in zip(hands.ids, hands, strict=True)
    ]


@contextmanager
def csv_table(path: Path) -> Iterator[Add]:
    """A function that adds the hands of a frame to a CSV file at `path`, atomically."""
    with atomic_path(path) as temporary, temporary.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)

        def add(frame: Frame, hands: Hands) -> None:
            writer.writerows(map(_as_text, rows(frame, hands)))

        yield add


def _as_text(row: Row) -> list[Any]:
    return [f"{value:.4f}" if isinstance(value, float) else value for value in row]


@contextmanager
def parquet_table(path: Path) -> Iterator[Add]:
    """The same as a Parquet file; raises HandposeError when pyarrow is not installed."""
    pyarrow, parquet = _pyarrow()
    schema = pyarrow.schema([(name, _kind(name)) for name in COLUMNS])
    waiting: list[Row] = []
    with atomic_path(path) as temporary, parquet.ParquetWriter(temporary, schema) as writer:

        def flush() -> None:
            columns = zip(*waiting, strict=True)
            arrays = [pyarrow.array(c, f.type) for c, f in zip(columns, schema, strict=False)]
            if waiting:
                writer.write_table(pyarrow.table(arrays, schema))
            waiting.clear()

        def add(frame: Frame, hands: Hands) -> None:
            waiting.extend(rows(frame, hands))
            if len(waiting) >= _ROWS_AT_ONCE:
                flush()

        yield add
        flush()


def _pyarrow() -> tuple[Any, Any]:
    try:
        import pyarrow
        from pyarrow import parquet
    except ModuleNotFoundError:
        raise missing_extra("pyarrow", "tables") from None
    return pyarrow, parquet


def _kind(column: str) -> str:
    kinds = {"frame": "int64", "time_s": "float64", "id": "int64", "handedness": "string"}
    return kinds.get(column, "float32")


TABLES: dict[str, Callable[[Path], AbstractContextManager[Add]]] = {
    "csv": csv_table,
    "parquet": parquet_table,
}
