"""Means and quantiles over images and keypoints, for many weightings of the images at once.

Values are (n, 21), one row an image, NaN where a keypoint does not count. Weights are (b, n):
a row of ones gives the statistic itself, the counts of a resampling a bootstrap replicate.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import numpy as np

# Weights handled at once, so that many images need no more memory.
_BLOCK = 4_000_000


def mean(
    values: np.ndarray, weights: np.ndarray | None = None, *, per_keypoint: bool
) -> np.ndarray:
    """Means (b,) of the values that count, NaN with a warning when none does.

    per_keypoint: the mean of every keypoint's mean, so that a rarely labelled keypoint weighs
    as much as any other; else the mean over all.
    """
    weights = _weights(values, weights)
    counted = np.isfinite(values)
    _warn_if_none(counted)
    sums = weights @ np.where(counted, values, 0.0)
    counts = weights @ counted
    if not per_keypoint:
        sums, counts = (part.sum(axis=1, keepdims=True) for part in (sums, counts))
    return _over_keypoints(_divided(sums, counts))


def quantiles(
    values: np.ndarray,
    shares: Sequence[float],
    weights: np.ndarray | None = None,
    *,
    per_keypoint: bool,
) -> np.ndarray:
    """Quantiles (b, shares) of the values that count, linear between neighbours.

    shares: 0..1, 0.5 is the median. per_keypoint: the mean of every keypoint's quantile.
    """
    weights = _weights(values, weights)
    _warn_if_none(np.isfinite(values))
    images = np.arange(len(values))
    if per_keypoint:
        columns = [(column, images) for column in values.T]
    else:
        columns = [(values.ravel(), np.repeat(images, values.shape[1]))]
    each = np.stack([_column(column, image, shares, weights) for column, image in columns])
    return _over_keypoints(np.moveaxis(each, 0, -1))


def _column(
    values: np.ndarray, images: np.ndarray, shares: Sequence[float], weights: np.ndarray
) -> np.ndarray:
    """Quantiles (b, shares) of one list of values (m,), each belonging to an image."""
    known = np.isfinite(values)
    order = np.argsort(values[known], kind="stable")
    ranked, images = values[known][order], images[known][order]
    if not len(ranked):
        return np.full((len(weights), len(shares)), np.nan)
    size = max(1, _BLOCK // len(ranked))
    blocks = [weights[start : start + size] for start in range(0, len(weights), size)]
    return np.concatenate([_ranked_block(ranked, block[:, images], shares) for block in blocks])


def _ranked_block(ranked: np.ndarray, weights: np.ndarray, shares: Sequence[float]) -> np.ndarray:
    """Quantiles (b, shares) of rising values (m,) that occur `weights` (b, m) times."""
    upto = np.cumsum(weights, axis=1)
    total = upto[:, -1]
    found = []
    for share in shares:
        place = np.maximum(total - 1, 0) * share
        low = np.floor(place)
        below, above = (_at(ranked, upto, rank) for rank in (low, low + 1))
        found.append(np.where(total > 0, below + (place - low) * (above - below), np.nan))
    return np.stack(found, axis=1)


def _at(ranked: np.ndarray, upto: np.ndarray, rank: np.ndarray) -> np.ndarray:
    """The value (b,) at a rank (b,) from 0 among the values repeated by their weights."""
    place = (upto <= rank[:, None]).sum(axis=1)
    return ranked[np.minimum(place, len(ranked) - 1)]


def _weights(values: np.ndarray, weights: np.ndarray | None) -> np.ndarray:
    return np.ones((1, len(values))) if weights is None else weights


def _divided(sums: np.ndarray, counts: np.ndarray) -> np.ndarray:
    return np.divide(sums, counts, out=np.full(sums.shape, np.nan), where=counts > 0)


def _over_keypoints(values: np.ndarray) -> np.ndarray:
    """The mean over the last axis, leaving NaN out; NaN when nothing is left."""
    known = np.isfinite(values)
    return _divided(np.where(known, values, 0.0).sum(axis=-1), known.sum(axis=-1))


def _warn_if_none(counted: np.ndarray) -> None:
    if not counted.any():
        warnings.warn("no labelled keypoint: the result is NaN", RuntimeWarning, stacklevel=3)
