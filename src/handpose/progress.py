"""The progress bar of long work: how much is done, how fast, how long it will take."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)


class ImageBar:
    """A bar over images; `advance` counts those that are done now."""

    def __init__(self, bar: Progress, task: TaskID):
        self._bar, self._task = bar, task
        self._begin, self._done = time.perf_counter(), 0

    def advance(self, images: int) -> None:
        """Some more images are done."""
        self._done += images
        rate = self._done / (time.perf_counter() - self._begin)
        self._bar.update(self._task, advance=images, rate=f"{rate:.1f} images/s")


@contextmanager
def image_bar(console: Console, title: str, total: int, done: int = 0) -> Iterator[ImageBar]:
    """A bar over `total` images, of which an earlier run did `done`; the rate leaves them out."""
    bar = Progress(
        TextColumn(title),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        console=console,
    )
    with bar:
        yield ImageBar(bar, bar.add_task(title, total=total, completed=done, rate=""))
