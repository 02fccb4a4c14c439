"""How well pictures with a hand are told from pictures without one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from handpose.evaluation import averages, bootstrap
from handpose.evaluation.predict import Predictions
from handpose.evaluation.ranks import roc_area
from handpose.evaluation.result import Number

# A hand is taken to be there from this presence on.
THRESHOLD = 0.5


@dataclass(frozen=True)
class Presence:
    """hands, without: how many pictures of each kind.

    auc: how often the presence is higher with a hand than without; true_positive_rate,
    false_positive_rate: the shares of pictures with and without a hand that reach THRESHOLD.
    """

    hands: int
    without: int
    auc: Number
    true_positive_rate: Number
    false_positive_rate: Number


def presence(predictions: Predictions, seed: int) -> Presence | None:
    """The numbers with their intervals; None where only one kind occurs or no presence differs."""
    present, told = predictions.present, predictions.presence
    if present.all() or not present.any() or (told == told[0]).all():
        return None
    weights = bootstrap.weights(len(told), seed)
    found = (told >= THRESHOLD).astype(float)
    rates = [_mean_where(found, kind, weights) for kind in (present, ~present)]
    return Presence(
        int(present.sum()),
        int((~present).sum()),
        bootstrap.number(roc_area(told, present, weights)),
        *map(bootstrap.number, rates),
    )


def _mean_where(values: np.ndarray, chosen: np.ndarray, weights: np.ndarray) -> np.ndarray:
    return averages.mean(np.where(chosen, values, np.nan)[:, None], weights, per_keypoint=False)
