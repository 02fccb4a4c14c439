"""Open a records folder: every shard is checked against the index before anything is read."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from handpose.errors import HandposeError
from handpose.records.index import Index, Shard, crc32, read_index

if TYPE_CHECKING:
    import tensorflow as tf


@dataclass(frozen=True)
class Records:
    """A checked records folder: its shards in order and how many samples they hold."""

    name: str
    state: str
    folder: Path
    files: tuple[Path, ...]
    count: int


def open_records(folder: str | Path) -> Records:
    """The records in `folder`, checked.

    Raises HandposeError that names the folder or the shard when one is missing, truncated or
    altered, or when another machine's part of the conversion is not there yet.
    """
    folder = Path(folder)
    parts = [read_index(path) for path in sorted(folder.glob("index*.json"))]
    if not parts:
        raise HandposeError(f"{folder}: no records here; make them with: handpose convert")
    shards = sorted((s for part in parts for s in part.shards), key=lambda shard: shard.file)
    _check_complete(folder, parts, shards)
    # CRC-32 releases the interpreter's lock, so that threads read several shards at once.
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda shard: _check_shard(folder / shard.file, shard), shards))
    files = tuple(folder / shard.file for shard in shards if shard.count)
    count = sum(shard.count for shard in shards)
    return Records(parts[0].name, parts[0].state, folder, files, count)


def _check_complete(folder: Path, parts: list[Index], shards: list[Shard]) -> None:
    expected, names = parts[0].total_shards, {shard.file for shard in shards}
    if len({part.plan for part in parts}) > 1 or len(names) != len(shards):
        raise HandposeError(
            f"{folder}: index files of different conversions; delete the folder and convert again"
        )
    if len(names) != expected:
        raise HandposeError(
            f"{folder}: {len(names)} of {expected} shards are there; run its conversion again to "
            "go on, with --shard=i/n the one of every machine"
        )
    if not sum(shard.count for shard in shards):
        raise HandposeError(f"{folder}: the records hold no sample; see 'skipped' in its index")


def _check_shard(path: Path, shard: Shard) -> None:
    size = path.stat().st_size if path.exists() else None
    if size is None:
        raise HandposeError(f"{path}: missing; delete the index and convert again")
    if size != shard.size:
        raise HandposeError(f"{path}: {size} bytes, {shard.size} expected (truncated?); {_REDO}")
    if crc32(path) != shard.crc32:
        raise HandposeError(f"{path}: altered since it was written; {_REDO}")


_REDO = "delete it and convert again"


def raw_dataset(files: Sequence[Path]) -> tf.data.Dataset:
    """The serialised Examples of some shards, in order."""
    import tensorflow as tf

    return tf.data.TFRecordDataset([str(file) for file in files])
