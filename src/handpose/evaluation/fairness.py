"""How far apart the tones of skin are for which a network is best and worst."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from handpose.evaluation.result import Result, Row


class Gap(NamedTuple):
    """The groups of the smallest and of the largest mean nEPE under a protocol."""

    protocol: str
    best: Row
    worst: Row

    @property
    def width(self) -> float:
        """The difference of their nEPE."""
        return self.worst.numbers["nepe"].value - self.best.numbers["nepe"].value


def gaps_by_tone(results: Sequence[Result]) -> list[Gap]:
    """The gap under each protocol that has rows by tone."""
    found = [(result.protocol.title, result.rows_of("by tone")) for result in results]
    return [Gap(title, min(rows, key=_nepe), max(rows, key=_nepe)) for title, rows in found if rows]


def _nepe(row: Row) -> float:
    return row.numbers["nepe"].value
