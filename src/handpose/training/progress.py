"""What the terminal shows of a training: a bar, and lines that stay."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)


def progress_bar(console: Console) -> Progress:
    """A bar with loss, images/s and time left; nothing where the output is not a terminal."""
    return Progress(
        TextColumn("train"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("loss {task.fields[loss]:.4f}  {task.fields[speed]:.0f} images/s"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=console,
        disable=not console.is_terminal,
    )


def loss_line(
    place: str, losses: Mapping[str, float], rate: float, speed: float, seconds: float
) -> str:
    """A line of the log: losses, learning rate, images per second, seconds that are left."""
    parts = ", ".join(f"{name} {loss:.4f}" for name, loss in losses.items() if name != "total")
    left = datetime.timedelta(seconds=round(seconds))
    return (
        f"{place}  loss {losses['total']:.4f} ({parts})  learning rate {rate:.2g}  "
        f"{speed:.0f} images/s  {left} left"
    )


def score_line(place: str, scores: Mapping[str, float], best: bool) -> str:
    """A line of the log: the scores of an evaluation."""
    named = ", ".join(f"{name} {value:.4g}" for name, value in scores.items())
    return f"{place}  evaluation: {named}{'  (best so far)' if best else ''}"
