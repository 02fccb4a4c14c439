"""How far an exported file is from Keras, and both from the labels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from handpose.export.reference import Reference
from handpose.inference.model import Answers

# Distances are told in pixels of a crop magnified to this side, whatever the network's input.
SCALE = 256


@dataclass(frozen=True)
class Difference:
    """Differences to Keras over all pictures with a hand; distances in pixels of 256.

    mean, p99, largest: of the keypoints' distances; scores, handedness, presence: the largest
    of all pictures, 0..1; error, keras_error: mean distances to the labels (EPE).
    """

    mean: float
    p99: float
    largest: float
    scores: float
    handedness: float
    presence: float
    error: float
    keras_error: float

    def words(self) -> str:
        """The difference in a line."""
        return (
            f"to Keras mean {self.mean:.4f}, largest {self.largest:.3f} px of {SCALE}; to the "
            f"labels {self.error:.3f} (Keras {self.keras_error:.3f})"
        )


def difference(answers: Answers, expected: Reference) -> Difference:
    """Compare a file's answers on the reference's crops with Keras's."""
    shown = expected.present
    apart = _distances(answers["keypoints"], expected.answers["keypoints"], expected)[shown]
    return Difference(
        mean=float(apart.mean()),
        p99=float(np.quantile(apart, 0.99)),
        largest=float(apart.max()),
        **_largest(answers, expected.answers),
        error=_error(answers, expected),
        keras_error=_error(expected.answers, expected),
    )


def _distances(some: np.ndarray, others: np.ndarray, expected: Reference) -> np.ndarray:
    return np.linalg.norm(some - others, axis=-1) * (SCALE / expected.size)


def _largest(answers: Answers, expected: Mapping[str, np.ndarray]) -> dict[str, float]:
    names = ("scores", "handedness", "presence")
    return {name: float(np.abs(answers[name] - expected[name]).max()) for name in names}


def _error(answers: Answers, expected: Reference) -> float:
    chosen = expected.labelled & expected.present[:, None]
    return float(_distances(answers["keypoints"], expected.truth, expected)[chosen].mean())
