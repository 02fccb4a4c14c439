"""One function over many jobs, on several processes, with a message when one of them dies."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Any, TypeVar

from handpose.errors import HandposeError

Result = TypeVar("Result")
_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


def spread(
    function: Callable[..., Result],
    jobs: Iterable[tuple[Any, ...]],
    workers: int,
    start: Callable[[], None] | None = None,
) -> Iterator[Result]:
    """The results of `function(*job)` as they are finished, in any order.

    workers: processes; 0: one per core; start: each process's first act. With one worker, or
    one job, everything runs in this process.
    Raises HandposeError when a worker is killed; an error of a job comes through unchanged.
    """
    listed = list(jobs)
    workers = min(workers or os.cpu_count() or 1, len(listed))
    if workers <= 1:
        yield from (function(*job) for job in listed)
        return
    with worker_pool(workers, start) as pool:
        futures = [pool.submit(function, *job) for job in listed]
        try:
            yield from (future.result() for future in as_completed(futures))
        except BrokenProcessPool:
            raise HandposeError(
                "a worker process was killed (out of memory?); run the command again to go on, "
                "with fewer --workers"
            ) from None


@contextmanager
def worker_pool(
    workers: int, start: Callable[[], None] | None = None
) -> Iterator[ProcessPoolExecutor]:
    """Processes that compute on one thread each; what they have not begun is dropped at the end."""
    # A forked TensorFlow deadlocks, so every worker starts afresh.
    context = multiprocessing.get_context("spawn")
    with _one_thread_each():
        pool = ProcessPoolExecutor(workers, context, start)
        try:
            yield pool
        finally:
            pool.shutdown(cancel_futures=True)


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Processes started now do small matrix products alone; more threads would only wait."""
    # Linear algebra reads these when it is loaded, before any code of ours runs in a worker.
    ours = [name for name in _THREADS if name not in os.environ]
    os.environ.update(dict.fromkeys(ours, "1"))
    try:
        yield
    finally:
        for name in ours:
            os.environ.pop(name, None)
