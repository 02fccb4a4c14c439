"""Datasets to record shards, in parallel, going on where an earlier run was stopped."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console

from handpose.config import Config
from handpose.datasets.base import Dataset
from handpose.datasets.registry import open_dataset
from handpose.errors import HandposeError
from handpose.files import check_writable
from handpose.parallel import spread
from handpose.progress import image_bar
from handpose.quiet import start_tensorflow
from handpose.records.index import Index, Shard, read_index, write_index
from handpose.records.locate import datasets_of, record_folder
from handpose.records.writer import write_shard


@dataclass(frozen=True)
class Plan:
    """Which samples go into which shard of one dataset's part, and which shards are ours."""

    dataset: Dataset
    config: Config
    folder: Path
    shards: dict[str, list[str]]
    ours: list[str]
    index_file: Path

    def size(self, files: list[str]) -> int:
        """How many samples go into some of the shards."""
        return sum(len(self.shards[file]) for file in files)

    def fingerprint(self) -> str:
        """Changes when the samples or their division into shards do."""
        source = (self.config.dataset_path, self.config.image_path, self.config.seed)
        text = repr((self.shards, source))
        return f"{zlib.crc32(text.encode()):08x}"


def convert(config: Config) -> None:
    """Write the records of every dataset in `config.dataset_list`, part `config.state`.

    Raises HandposeError when a dataset is missing or empty, or the disk refuses; with
    `strict`, BadSampleError for the first sample that cannot be used.
    """
    for mix in config.datasets_to_convert:
        for name in datasets_of(mix):
            convert_dataset(open_dataset(name, config), config)


def convert_dataset(dataset: Dataset, config: Config) -> None:
    """Write the records of one dataset, which is sent to the workers; errors as of `convert`."""
    console = Console(stderr=True)
    plan = _plan(dataset, config)
    check_writable(plan.folder)
    index = _index_so_far(plan)
    pending = [file for file in plan.ours if file not in {s.file for s in index.shards}]
    _remove_leftovers(plan.folder, pending)
    total, left = plan.size(plan.ours), plan.size(pending)
    with image_bar(console, f"{dataset.name} {config.state}", total, total - left) as bar:
        for shard in _written(plan, pending):
            index = replace(index, shards=[*index.shards, shard])
            write_index(plan.index_file, index)
            bar.advance(plan.size([shard.file]))
    _report(console, plan, index)


def _plan(dataset: Dataset, config: Config) -> Plan:
    keys = dataset.keys(config.state)
    if not keys:
        raise HandposeError(
            f"{dataset.name}: no sample in its part {config.state!r}; check its folder"
        )
    size = config.shard_size
    pieces = [keys[start : start + size] for start in range(0, len(keys), size)]
    names = [f"{i:05d}-of-{len(pieces):05d}.tfrecord" for i in range(len(pieces))]
    part, parts = config.machine
    folder = record_folder(config, dataset.name, config.state)
    index_file = folder / ("index.json" if parts == 1 else f"index-{part}-of-{parts}.json")
    shards = dict(zip(names, pieces, strict=True))
    return Plan(dataset, config, folder, shards, names[part::parts], index_file)


def _index_so_far(plan: Plan) -> Index:
    """What an earlier run of the same conversion finished, as far as it is still there."""
    empty = Index(plan.dataset.name, plan.config.state, plan.fingerprint(), len(plan.shards), [])
    if not plan.index_file.exists():
        return empty
    old = read_index(plan.index_file)
    if old.plan != empty.plan:
        for shard in old.shards:
            (plan.folder / shard.file).unlink(missing_ok=True)
        return empty
    finished = [shard for shard in old.shards if _is_there(plan.folder, shard)]
    # What an earlier run without it skipped, `strict` must meet again.
    kept = [s for s in finished if not s.skipped] if plan.config.strict else finished
    return replace(empty, shards=kept)


def _remove_leftovers(folder: Path, files: list[str]) -> None:
    """What a killed conversion had begun to write of these shards."""
    for file in files:
        for leftover in folder.glob(f".{Path(file).stem}.*.part.tfrecord"):
            leftover.unlink(missing_ok=True)


def _is_there(folder: Path, shard: Shard) -> bool:
    path = folder / shard.file
    return path.exists() and path.stat().st_size == shard.size


def _written(plan: Plan, files: list[str]) -> Iterator[Shard]:
    """The index entries of shards as they are finished, in any order."""
    jobs = [
        (plan.folder / file, plan.dataset, plan.config.state, plan.shards[file], plan.config.strict)
        for file in files
    ]
    return spread(write_shard, jobs, plan.config.workers, start_tensorflow)


def _report(console: Console, plan: Plan, index: Index) -> None:
    for sample in index.skipped:
        console.print(f"skipped {sample.file}: {sample.reason}", markup=False, soft_wrap=True)
    skipped = f", {len(index.skipped)} skipped" if index.skipped else ""
    line = (
        f"{plan.dataset.name} {plan.config.state}: {index.count} samples in {plan.folder}{skipped}"
    )
    console.print(line, markup=False, soft_wrap=True, highlight=False)
