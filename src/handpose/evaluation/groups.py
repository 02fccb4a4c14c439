"""Groups of pictures by their attributes: where a network is weak, gesture by gesture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

# Smaller groups say too little.
SMALLEST = 15
# Numbers are put into bands that end at these values; other numbers make no groups.
BANDS: Mapping[str, tuple[float, ...]] = MappingProxyType({"tone": (3, 6), "size": (100, 160)})

Attributes = Mapping[str, str | float]


class Group(NamedTuple):
    """images: (m,) the rows of the pictures whose `attribute` has this value."""

    attribute: str
    value: str
    images: np.ndarray


def groups_of(attributes: Sequence[Attributes]) -> list[Group]:
    """Every group of enough pictures, for attributes that tell at least two such groups apart."""
    found = []
    for name in dict.fromkeys(key for one in attributes for key in one):
        groups = _by_value(name, attributes)
        if len(groups) > 1:
            found += groups
    return found


def _by_value(name: str, attributes: Sequence[Attributes]) -> list[Group]:
    values = np.array([_value(name, one.get(name)) for one in attributes])
    order = _bands(name) if name in BANDS else sorted(set(values) - {""})
    groups = [Group(name, value, np.flatnonzero(values == value)) for value in order]
    return [group for group in groups if len(group.images) >= SMALLEST]


def _value(name: str, value: str | float | None) -> str:
    """What a picture is sorted by; empty: by nothing."""
    if name in BANDS and isinstance(value, (int, float)):
        return _bands(name)[int(np.searchsorted(BANDS[name], value, side="right"))]
    return value if isinstance(value, str) else ""


def _bands(name: str) -> list[str]:
    edges = [f"{edge:g}" for edge in BANDS[name]]
    between = [f"{low} to {high}" for low, high in pairwise(edges)]
    return [f"below {edges[0]}", *between, f"from {edges[-1]}"]
