"""What a measurement is: numbers with their intervals, in rows, under a protocol."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from handpose.evaluation.protocols import Protocol


@dataclass(frozen=True)
class Number:
    """A value and its bootstrap 95 % interval over images."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Row:
    """The numbers of one group.

    kind: `all`, `macro` (mean over sources), `source`, `finger`, `keypoint` or `by` and an
    attribute; group: which one; images, keypoints: how many were counted; numbers: metric to
    number.
    """

    kind: str
    group: str
    images: int
    keypoints: int
    numbers: dict[str, Number]


@dataclass(frozen=True)
class Result:
    """One protocol's result; the first row is the whole.

    names: (n,) of the images; errors: (n, 21) image pixels, NaN where not counted;
    long_side: (n,) of the true keypoints' box, image pixels; thresholds, curve: (t,) the PCK
    curve of the whole, thresholds in the protocol's unit.
    """

    protocol: Protocol
    rows: list[Row]
    names: tuple[str, ...]
    errors: np.ndarray
    long_side: np.ndarray
    thresholds: np.ndarray
    curve: np.ndarray

    @property
    def whole(self) -> Row:
        """The row of all images (or of the mean over sources)."""
        return self.rows[0]

    def rows_of(self, kind: str) -> list[Row]:
        """The rows of one kind, in order."""
        return [row for row in self.rows if row.kind == kind]
