"""One function over many jobs, on several processes, with a message when one of them dies."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

from handpose.errors import HandposeError

Result = TypeVar("Result")


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
    # A forked TensorFlow deadlocks, so every worker starts afresh.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context, start) as pool:
        futures = [pool.submit(function, *job) for job in listed]
        try:
            yield from (future.result() for future in as_completed(futures))
        except BrokenProcessPool:
            raise HandposeError(
                "a worker process was killed (out of memory?); run the command again to go on, "
                "with fewer --workers"
            ) from None
        finally:
            pool.shutdown(cancel_futures=True)
