"""What a detector finds in pictures beside what is there, in pixels that say the same of all.

Every picture is magnified so that its long side is 640 px, as a camera's frame often is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from handpose.inference.detections import Detections
from handpose.models.detector.decode import MOST
from handpose.models.detector.targets import NOTHING, UNCOUNTED

LONG_SIDE = 640.0
# A smaller hand may be found or not.
LEAST_SIDE = 24.0


@dataclass(frozen=True)
class Truth:
    """The n hands of one picture.

    boxes: (n, 4) x, y, w, h, image pixels; angles: (n,) degrees clockwise from up, NaN where
    nobody knows; kind: (n,) of `models/detector/targets.py`.
    """

    boxes: np.ndarray
    angles: np.ndarray
    kind: np.ndarray


@dataclass(frozen=True)
class Answers:
    """p pictures; rows beyond what was found or is there have the score 0 or the kind NOTHING.

    found_boxes: (p, 16, 4) px of 640, found_angles: (p, 16), found_scores: (p, 16), falling;
    boxes: (p, n, 4) px of 640, angles: (p, n), kind: (p, n).
    """

    names: tuple[str, ...]
    found_boxes: np.ndarray
    found_angles: np.ndarray
    found_scores: np.ndarray
    boxes: np.ndarray
    angles: np.ndarray
    kind: np.ndarray

    def __len__(self) -> int:
        return len(self.names)


def answers_of(
    names: Sequence[str],
    found: Sequence[Detections],
    truths: Sequence[Truth],
    image_sizes: Sequence[tuple[int, int]],
) -> Answers:
    """Pictures one by one as arrays; image_sizes: (height, width) of each, pixels."""
    most = max((len(truth.kind) for truth in truths), default=0)
    zooms = [LONG_SIDE / max(size) for size in image_sizes]
    pairs = list(zip(found, zooms, strict=True))
    true_pairs = list(zip(truths, zooms, strict=True))
    boxes = np.stack([_padded(truth.boxes * zoom, most) for truth, zoom in true_pairs])
    kind = np.stack([_padded(truth.kind, most, NOTHING) for truth in truths])
    small = (boxes[..., 2:].max(axis=-1, initial=0.0) < LEAST_SIDE) & (kind != NOTHING)
    return Answers(
        tuple(names),
        np.stack([_padded(one.boxes * zoom, MOST) for one, zoom in pairs]),
        np.stack([_padded(one.angles, MOST) for one in found]),
        np.stack([_padded(one.scores, MOST) for one in found]),
        boxes,
        np.stack([_padded(truth.angles, most, np.nan) for truth in truths]),
        np.where(small, UNCOUNTED, kind),
    )


def _padded(rows: np.ndarray, count: int, value: float = 0) -> np.ndarray:
    room = [(0, count - len(rows)), *[(0, 0)] * (rows.ndim - 1)]
    return np.pad(rows, room, constant_values=value)
