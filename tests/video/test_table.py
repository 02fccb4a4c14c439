"""A row for each frame and hand, with every keypoint under its name."""

import csv
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from made_hands import a_row, hands_at

from handpose.errors import HandposeError
from handpose.video.reader import Frame
from handpose.video.table import COLUMNS, TABLES, csv_table, parquet_table


def frame(number: int, time: float) -> Frame:
    return Frame(number, time, np.zeros((48, 64, 3), np.uint8))


def two_hands():
    """A right and a left hand, known as 3 and 7."""
    hands = hands_at([a_row(10, 20.5), a_row(30, 40)], right=[0.875, 0.25], scores=0.75)
    return replace(hands, ids=np.array([3, 7]))


def nobody():
    return hands_at([])


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_columns_are_frame_time_hand_and_every_keypoint():
    assert COLUMNS[:7] == ("frame", "time_s", "id", "handedness", "right", "presence", "wrist_x")
    assert COLUMNS[-3:] == ("pinky_tip_x", "pinky_tip_y", "pinky_tip_score")
    assert len(COLUMNS) == len(set(COLUMNS)) == 6 + 21 * 3


def test_csv_has_a_row_for_each_hand_and_none_for_empty_frames(tmp_path):
    with csv_table(tmp_path / "clip.csv") as add:
        add(frame(4, 0.1334), two_hands())
        add(frame(5, 0.1667), nobody())
        add(frame(6, 0.2), two_hands())
    rows = rows_of(tmp_path / "clip.csv")
    assert [(row["frame"], row["id"]) for row in rows] == [
        ("4", "3"),
        ("4", "7"),
        ("6", "3"),
        ("6", "7"),
    ]
    first, second = rows[:2]
    assert list(first) == list(COLUMNS)
    assert list(first.values())[:9] == [
        "4",
        "0.1334",
        "3",
        "right",
        "0.8750",
        "0.5000",
        "10.0000",
        "20.5000",
        "0.7500",
    ]
    assert second["handedness"] == "left"
    assert (second["thumb_cmc_x"], second["pinky_tip_x"]) == ("31.0000", "50.0000")


def test_a_video_without_hands_has_a_table_without_rows(tmp_path):
    for ending, table in TABLES.items():
        if ending == "parquet":
            pytest.importorskip("pyarrow")
        with table(tmp_path / f"clip.{ending}") as add:
            add(frame(0, 0.0), nobody())
    assert (tmp_path / "clip.csv").read_text().splitlines() == [",".join(COLUMNS)]


def test_parquet_holds_the_same_with_types(tmp_path, monkeypatch):
    parquet = pytest.importorskip("pyarrow.parquet")
    monkeypatch.setattr("handpose.video.table._ROWS_AT_ONCE", 3)
    with parquet_table(tmp_path / "clip.parquet") as add:
        for number in range(3):
            add(frame(number, number / 10), two_hands())
    table = parquet.read_table(tmp_path / "clip.parquet")
    assert tuple(table.column_names) == COLUMNS
    assert table["frame"].to_pylist() == [0, 0, 1, 1, 2, 2]
    assert table["time_s"].to_pylist() == [0.0, 0.0, 0.1, 0.1, 0.2, 0.2]
    assert table["id"].to_pylist() == [3, 7] * 3
    assert table["handedness"].to_pylist() == ["right", "left"] * 3
    assert table["wrist_y"].to_pylist() == [20.5, 40.0] * 3
    kinds = [str(table.schema.field(name).type) for name in ("frame", "time_s", "right")]
    assert kinds == ["int64", "double", "float"]
    assert parquet.ParquetFile(tmp_path / "clip.parquet").num_row_groups == 2


def test_parquet_without_pyarrow_names_the_extra_and_writes_nothing(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with (
        pytest.raises(HandposeError, match=r"pyarrow is not installed; .*'handpose\[tables\]'"),
        parquet_table(tmp_path / "new" / "clip.parquet"),
    ):
        pass
    assert list(tmp_path.iterdir()) == []


def stopped(table, path: Path) -> None:
    with table(path) as add:
        add(frame(0, 0.0), two_hands())
        raise KeyboardInterrupt


@pytest.mark.parametrize("ending", TABLES)
def test_a_stopped_table_leaves_what_was_there_before(ending, tmp_path):
    if ending == "parquet":
        pytest.importorskip("pyarrow")
    path = tmp_path / f"clip.{ending}"
    path.write_text("an earlier one")
    with pytest.raises(KeyboardInterrupt):
        stopped(TABLES[ending], path)
    assert [one.name for one in tmp_path.iterdir()] == [path.name]
    assert path.read_text() == "an earlier one"
