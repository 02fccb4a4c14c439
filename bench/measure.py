"""Rates of several jobs in one run, which share whatever else the machine is doing."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from statistics import median

Job = Callable[[], float]


def use_cores(count: int) -> None:
    """Keep this process, and those it starts, on the first cores; before TensorFlow starts."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:count])


def in_turns(jobs: dict[str, Job], rounds: int) -> dict[str, list[float]]:
    """The rates that each job returned, the jobs taking turns."""
    rates: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(rounds):
        for name, job in jobs.items():
            rates[name].append(job())
    return rates


def images_per_second(work: Callable[[], int]) -> float:
    """How many images a second `work` deals with; it returns how many it did."""
    begin = time.perf_counter()
    images = work()
    return images / (time.perf_counter() - begin)


def show(name: str, rates: list[float]) -> float:
    """Print the median of some rates with their range, and return it."""
    middle = median(rates)
    print(f"{name:24} {middle:7.1f} images/s  ({min(rates):.1f} to {max(rates):.1f})")
    return middle


def show_ratio(name: str, above: list[float], below: list[float], wanted: float) -> None:
    """Print the median of the ratios within each round, and what it is wanted to reach."""
    ratio = median(a / b for a, b in zip(above, below, strict=True))
    print(f"{name:24} {ratio:7.2f}           (wanted: at least {wanted:g})")
