"""Datasets to record shards, in parallel, going on where an earlier run was stopped."""

from __future__ import annotations

import multiprocessing
import os
import time
import zlib
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from handpose.config import Config
from handpose.datasets.base import Dataset
from handpose.datasets.registry import open_dataset
from handpose.errors import HandposeError, UsageError
from handpose.files import check_writable
from handpose.quiet import start_tensorflow
from handpose.records.index import Index, Shard, read_index, write_index
from handpose.records.locate import datasets_of, record_folder
from handpose.records.writer import write_shard


@dataclass(frozen=True)
class Plan:
    """Which samples go into which shard of one dataset's part, and which shards are ours."""

    dataset: str
    config: Config
    folder: Path
    shards: dict[str, list[str]]
    ours: list[str]
    index_file: Path

    def fingerprint(self) -> str:
        """Changes when the samples or their division into shards do."""
        text = repr((self.shards, self.config.dataset_path, self.config.seed))
        return f"{zlib.crc32(text.encode()):08x}"


def convert(config: Config) -> None:
    """Write the records of every dataset in `config.dataset_list`, part `config.state`.

    Raises HandposeError when a dataset is missing or empty, or the disk refuses; with
    `strict`, BadSampleError for the first sample that cannot be used.
    """
    for name in _dataset_names(config.dataset_list):
        _convert_one(name, config, Console(stderr=True))


def _dataset_names(text: str) -> list[str]:
    names = text.replace(",", "/").split("/")
    return [dataset for name in names if name for dataset in datasets_of(name)]


def _convert_one(name: str, config: Config, console: Console) -> None:
    plan = _plan(name, config)
    check_writable(plan.folder)
    index = _index_so_far(plan)
    pending = [file for file in plan.ours if file not in {s.file for s in index.shards}]
    _remove_leftovers(plan.folder, pending)
    already = index.count
    begin = time.perf_counter()
    with _progress_bar(console, name, config.state) as bar:
        task = bar.add_task("convert", total=sum(len(plan.shards[f]) for f in plan.ours), rate="")
        bar.advance(task, sum(len(plan.shards[f]) for f in plan.ours if f not in pending))
        for shard in _written(plan, pending):
            index = replace(index, shards=[*index.shards, shard])
            write_index(plan.index_file, index)
            rate = (index.count - already) / (time.perf_counter() - begin)
            bar.update(task, advance=len(plan.shards[shard.file]), rate=f"{rate:.0f} images/s")
    _report(console, plan, index)


def _plan(name: str, config: Config) -> Plan:
    keys = open_dataset(name, config).keys(config.state)
    if not keys:
        raise HandposeError(f"{name}: no sample in its part {config.state!r}; check its folder")
    size = config.shard_size
    pieces = [keys[start : start + size] for start in range(0, len(keys), size)]
    names = [f"{i:05d}-of-{len(pieces):05d}.tfrecord" for i in range(len(pieces))]
    part, parts = _machine(config.shard)
    folder = record_folder(config, name, config.state)
    index_file = folder / ("index.json" if parts == 1 else f"index-{part}-of-{parts}.json")
    shards = dict(zip(names, pieces, strict=True))
    return Plan(name, config, folder, shards, names[part::parts], index_file)


def _machine(shard: str) -> tuple[int, int]:
    """'1/3' as (1, 3); (0, 1) when it is empty."""
    part, _, parts = (shard or "0/1").partition("/")
    if not (part.isdecimal() and parts.isdecimal() and int(part) < int(parts)):
        raise UsageError(f"--shard={shard}: i/n with i from 0 to n-1 expected, like 0/4")
    return int(part), int(parts)


def _index_so_far(plan: Plan) -> Index:
    """What an earlier run of the same conversion finished, as far as it is still there."""
    empty = Index(plan.dataset, plan.config.state, plan.fingerprint(), len(plan.shards), [])
    if not plan.index_file.exists():
        return empty
    old = read_index(plan.index_file)
    if old.plan != empty.plan:
        for shard in old.shards:
            (plan.folder / shard.file).unlink(missing_ok=True)
        return empty
    return replace(empty, shards=[s for s in old.shards if _is_there(plan.folder, s)])


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
    workers = min(plan.config.workers or os.cpu_count() or 1, len(files))
    if workers <= 1:
        yield from (_write(plan, file) for file in files)
        return
    # A forked TensorFlow deadlocks, so every worker starts afresh.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context, start_tensorflow) as pool:
        jobs = [pool.submit(_write, replace(plan, shards={f: plan.shards[f]}), f) for f in files]
        try:
            yield from (job.result() for job in as_completed(jobs))
        except BrokenProcessPool:
            raise HandposeError(
                f"{plan.folder}: a worker was killed (memory?); run the command again to go on"
            ) from None
        finally:
            pool.shutdown(cancel_futures=True)


def _write(plan: Plan, file: str) -> Shard:
    dataset: Dataset = open_dataset(plan.dataset, plan.config)
    keys = plan.shards[file]
    return write_shard(plan.folder / file, dataset, plan.config.state, keys, plan.config.strict)


def _progress_bar(console: Console, name: str, state: str) -> Progress:
    return Progress(
        TextColumn(f"{name} {state}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        console=console,
    )


def _report(console: Console, plan: Plan, index: Index) -> None:
    for sample in index.skipped:
        console.print(f"skipped {sample.file}: {sample.reason}", markup=False, soft_wrap=True)
    skipped = f", {len(index.skipped)} skipped" if index.skipped else ""
    line = f"{plan.dataset} {plan.config.state}: {index.count} samples in {plan.folder}{skipped}"
    console.print(line, markup=False, soft_wrap=True, highlight=False)
