"""The index of a records folder: which shards belong to it, how large, with which checksum."""

from __future__ import annotations

import json
import zlib
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from handpose.errors import HandposeError
from handpose.files import write_json

FORMAT = 1


@dataclass(frozen=True)
class Skipped:
    """One sample that was left out, with the file at fault and why."""

    file: str
    reason: str


@dataclass(frozen=True)
class Shard:
    """One record file: its name, how many samples it holds, its size in bytes and CRC-32."""

    file: str
    count: int
    size: int
    crc32: int
    skipped: list[Skipped] = field(default_factory=list)


@dataclass(frozen=True)
class Index:
    """What one conversion wrote, or has written so far.

    name, state: dataset and part; plan: a fingerprint of the samples and their division;
    total_shards: of the whole dataset, over all machines.
    """

    name: str
    state: str
    plan: str
    total_shards: int
    shards: list[Shard]

    @property
    def count(self) -> int:
        """How many samples the shards hold."""
        return sum(shard.count for shard in self.shards)

    @property
    def skipped(self) -> list[Skipped]:
        """The samples that were left out."""
        return [sample for shard in self.shards for sample in shard.skipped]


def crc32(path: Path) -> int:
    """CRC-32 of a file, read in pieces."""
    checksum = 0
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            checksum = zlib.crc32(piece, checksum)
    return checksum


def write_index(path: Path, index: Index) -> None:
    """Write the index as JSON, atomically."""
    write_json(path, {"format": FORMAT, **asdict(index)})


def read_index(path: Path) -> Index:
    """The index at `path`; raises HandposeError when it is missing or not an index."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return _index(content)
    except FileNotFoundError:
        raise HandposeError(f"{path}: no such records; make them with: handpose convert") from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        reason = f"not an index of records ({error})"
        raise HandposeError(f"{path}: {reason}; delete it and convert again") from None


def _index(content: dict[str, Any]) -> Index:
    if content.pop("format") != FORMAT:
        raise ValueError(f"another format than {FORMAT}")
    shards = [_shard(shard) for shard in content.pop("shards")]
    return Index(**content, shards=shards)


def _shard(content: dict[str, Any]) -> Shard:
    skipped = [Skipped(**sample) for sample in content.pop("skipped")]
    shard = Shard(**content, skipped=skipped)
    if Path(shard.file).name != shard.file:
        raise ValueError(f"a shard outside the folder: {shard.file}")
    if not all(isinstance(number, int) for number in (shard.count, shard.size, shard.crc32)):
        raise TypeError(f"{shard.file}: count, size and crc32 must be whole numbers")
    return shard
