"""Numbers that need only the order of values, for many weightings of the values.

Weights are b rows (n,): how often each of n values occurs. They may come one by one, since all
keypoints times all resamples would not fit into memory.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

Weights = Iterable[np.ndarray]


def rank_correlation(first: np.ndarray, second: np.ndarray, weights: Weights) -> np.ndarray:
    """Spearman's correlations (b,) -1..1 of two lists (n,); NaN where one of them is constant."""
    one, other = _groups(first), _groups(second)
    return np.array(
        [_correlation(_mean_ranks(one, row), _mean_ranks(other, row), row) for row in weights]
    )


def roc_area(values: np.ndarray, positive: np.ndarray, weights: Weights) -> np.ndarray:
    """Areas (b,) 0..1 under the ROC curve: how often a positive's value is above a negative's.

    positive: (n,) bool. Equal values count half; NaN where only one kind occurs.
    """
    group = _groups(values)
    return np.array([_area(_mean_ranks(group, row), positive, row) for row in weights])


def _groups(values: np.ndarray) -> np.ndarray:
    """Which of the different values, from the smallest, each value is."""
    return np.unique(values, return_inverse=True)[1].reshape(-1)


def _mean_ranks(group: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """The rank (n,) of each value, half its equals below it; values occur `weights` (n,) times."""
    counts = np.bincount(group, weights)
    return (np.cumsum(counts) - counts / 2)[group]


def _correlation(first: np.ndarray, second: np.ndarray, weights: np.ndarray) -> float:
    x, y = (ranks - np.average(ranks, weights=weights) for ranks in (first, second))
    # Not by `@`: for vectors of this length starting its threads takes longer than the work.
    spread = (weights * x * x).sum() * (weights * y * y).sum()
    return float((weights * x * y).sum() / np.sqrt(spread)) if spread > 0 else np.nan


def _area(ranks: np.ndarray, positive: np.ndarray, weights: np.ndarray) -> float:
    of_positives = weights * positive
    positives, negatives = of_positives.sum(), (weights * ~positive).sum()
    if not (positives and negatives):
        return np.nan
    # Positives below positives are half of all their pairs, whatever the values are.
    above = (of_positives * ranks).sum() - positives**2 / 2
    return float(above / (float(positives) * float(negatives)))
