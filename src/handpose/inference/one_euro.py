"""The 1-Euro filter: what rests is held still, what moves fast is not held back.

Casiez, Roussel and Vogel, CHI 2012, doi 10.1145/2207676.2208639, algorithm 1: exponential
smoothing, x' = a x + (1 - a) x'_last, with a cutoff frequency that grows with the speed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Cutoff:
    """How strongly to smooth; below the cutoff frequency, what changes is let through.

    rest: Hz, of what does not move; slope: Hz more at one side a second; speed: Hz, of the
    speeds themselves.

    The defaults at 30 frames a second, with noise of 1 % of the side on each coordinate: a still
    hand moves from frame to frame by 0.17 of what it does unsmoothed; one that moves by 2 sides a
    second is 2.2 % of its side behind (11 ms), one that moves by 0.2 sides 0.9 % (46 ms).
    """

    rest: float = 1.0
    slope: float = 5.0
    speed: float = 1.0


@dataclass(frozen=True)
class Smoothed:
    """Smoothed values of any shape at a time in seconds, and how fast they move, sides a second."""

    values: np.ndarray
    speeds: np.ndarray
    time: float


def begin(values: np.ndarray, time: float) -> Smoothed:
    """The first values, as they are and at rest; time: seconds."""
    return Smoothed(values, np.zeros_like(values), time)


def follow(
    last: Smoothed, values: np.ndarray, time: float, side: float, cutoff: Cutoff | None = None
) -> Smoothed:
    """The next values, smoothed, each number by its own speed.

    time: seconds, after `last.time`; steps may be uneven. side: the length that speeds are told
    in, such as the long side of the hand, so that neither resolution nor distance matters.
    """
    cutoff, step = cutoff or Cutoff(), time - last.time
    # As in the paper, from the last smoothed value: what lags behind catches up sooner.
    speeds = (values - last.values) / (side * step)
    speeds = _mixed(last.speeds, speeds, cutoff.speed, step)
    frequency = cutoff.rest + cutoff.slope * np.abs(speeds)
    return Smoothed(_mixed(last.values, values, frequency, step), speeds, time)


def _mixed(
    last: np.ndarray, values: np.ndarray, frequency: np.ndarray | float, step: float
) -> np.ndarray:
    """Equation 1 of the paper, with a = 1 / (1 + tau / step), tau = 1 / (2 pi frequency)."""
    share = 1 / (1 + 1 / (2 * np.pi * frequency * step))
    return share * values + (1 - share) * last
