"""How much worse a network gets when the picture is turned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from handpose.evaluation import bootstrap
from handpose.evaluation.measure import nepes
from handpose.evaluation.predict import Predictions
from handpose.evaluation.protocols import Protocol
from handpose.evaluation.result import Number


@dataclass(frozen=True)
class Turn:
    """The crop turned by `degrees` clockwise: nEPE, and its change from 0 degrees in percent."""

    degrees: float
    nepe: Number
    change: Number


@dataclass(frozen=True)
class Turns:
    """Every turn under a protocol, 0 degrees first."""

    protocol: str
    turns: tuple[Turn, ...]

    @property
    def largest(self) -> Turn:
        """The turn whose result is farthest from that at 0 degrees, better or worse."""
        return max(self.turns, key=lambda turn: abs(turn.change.value))

    def content(self) -> dict[str, Any]:
        """For JSON."""
        largest = {"degrees": self.largest.degrees} | asdict(self.largest.change)
        return asdict(self) | {"largest_change_percent": largest}


def degrees_of(turns: int) -> list[float]:
    """Full circle in equal steps, 0 first."""
    return [360 * step / turns for step in range(turns)]


def measure_turns(
    turned: Mapping[float, Sequence[tuple[Protocol, Predictions]]], seed: int
) -> list[Turns]:
    """The turns under each protocol; turned: degrees, 0 first, to the cases of `Subject`."""
    found = []
    for cases in zip(*turned.values(), strict=True):
        each = [nepes(predictions, protocol, seed) for protocol, predictions in cases]
        rows = (_turn(at, one, each[0]) for at, one in zip(turned, each, strict=True))
        found.append(Turns(cases[0][0].title, tuple(rows)))
    return found


def _turn(degrees: float, nepe: np.ndarray, upright: np.ndarray) -> Turn:
    # The same images are drawn for both, so that their difficulty cancels out.
    change = 100 * (np.divide(nepe, upright, out=np.full_like(nepe, np.nan), where=upright > 0) - 1)
    return Turn(degrees, bootstrap.number(nepe), bootstrap.number(change))
