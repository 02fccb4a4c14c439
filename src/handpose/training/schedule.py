"""The learning rate of every iteration, as a pure function."""

from __future__ import annotations

import math
from bisect import bisect_right

from handpose.config import Config


def learning_rate(iteration: int, config: Config) -> float:
    """The rate of step `iteration` (from 0): the schedule's, times the linear warm-up.

    `steps`: rate k of `config.lr` from iteration `lr_iter[k - 1]` on. `cosine`: from `lr[0]` to
    zero at `max_iter` along half a cosine (Loshchilov & Hutter 2017, arXiv 1608.03983).
    """
    scheduled = {"steps": _steps, "cosine": _cosine}[config.schedule](iteration, config)
    return scheduled * _warm_up(iteration, config)


def _steps(iteration: int, config: Config) -> float:
    return config.lr[bisect_right(config.lr_iter, iteration)]


def _cosine(iteration: int, config: Config) -> float:
    falling = max(1, config.max_iter - config.warmup_iter)
    share = min(max(0, iteration - config.warmup_iter) / falling, 1.0)
    return config.lr[0] * 0.5 * (1.0 + math.cos(math.pi * share))


def _warm_up(iteration: int, config: Config) -> float:
    # From 1/n, not from 0: a first step that changes nothing would be wasted.
    return min(1.0, (iteration + 1) / config.warmup_iter) if config.warmup_iter else 1.0
