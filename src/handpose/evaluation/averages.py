"""Means and quantiles over images and keypoints, for many weightings of the images at once.

Values are (n, 21), one row an image, NaN where a keypoint does not count. Weights are (b, n):
a row of ones gives the statistic itself, the counts of a resampling a bootstrap replicate.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

# Weights handled at once, so that many images need no more memory.
_BLOCK = 4_000_000


def totals(values: np.ndarray, weights: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Sums and counts (b, 21), keypoint by keypoint, of the values that count."""
    weights = _weights(values, weights).astype(np.float64)
    counted = np.isfinite(values)
    return weights @ np.where(counted, values, 0.0), weights @ counted.astype(np.float64)


def average(sums: np.ndarray, counts: np.ndarray, *, per_keypoint: bool) -> np.ndarray:
    """Means (b,) of what `totals` summed over some keypoints (b, k); NaN where none counts.

    per_keypoint: the mean of every keypoint's mean, so that a rarely labelled keypoint weighs
    as much as any other; else the mean over all.
    """
    if not per_keypoint:
        sums, counts = (part.sum(axis=1, keepdims=True) for part in (sums, counts))
    return over_keypoints(_divided(sums, counts))


def mean(
    values: np.ndarray, weights: np.ndarray | None = None, *, per_keypoint: bool
) -> np.ndarray:
    """Means (b,) of the values that count, as `average` takes them."""
    return average(*totals(values, weights), per_keypoint=per_keypoint)


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
    if per_keypoint:
        return over_keypoints(keypoint_quantiles(values, shares, weights))
    images = np.repeat(np.arange(len(values)), values.shape[1])
    return _column(values.ravel(), images, shares, _weights(values, weights))


def keypoint_quantiles(
    values: np.ndarray, shares: Sequence[float], weights: np.ndarray | None = None
) -> np.ndarray:
    """Every keypoint's quantiles (b, shares, 21)."""
    images, weights = np.arange(len(values)), _weights(values, weights)
    each = [_column(column, images, shares, weights) for column in values.T]
    return np.stack(each, axis=-1)


def over_keypoints(values: np.ndarray) -> np.ndarray:
    """The mean over the last axis, leaving NaN out; NaN when nothing is left."""
    known = np.isfinite(values)
    return _divided(np.where(known, values, 0.0).sum(axis=-1), known.sum(axis=-1))


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
    return np.concatenate(
        [_ranked_block(ranked, np.take(block, images, axis=1), shares) for block in blocks]
    )


def _ranked_block(ranked: np.ndarray, weights: np.ndarray, shares: Sequence[float]) -> np.ndarray:
    """Quantiles (b, shares) of rising values (m,) that occur `weights` (b, m) times."""
    length = weights.shape[1]
    row = np.arange(len(weights))[:, None]
    # One running sum over all rows: each begins where the one before ends, one search serves all.
    upto = np.cumsum(weights, dtype=np.int64)
    end = upto[length - 1 :: length, None]
    start = np.concatenate([[[0]], end[:-1]])
    place = np.maximum(end - start - 1, 0) * np.asarray(shares)

    def value_at(rank: np.ndarray) -> np.ndarray:
        found = np.searchsorted(upto, start + rank, side="right") - row * length
        return ranked[np.minimum(found, length - 1)]

    low = np.floor(place)
    below, above = value_at(low), value_at(low + 1)
    return np.where(end > start, below + (place - low) * (above - below), np.nan)


def _weights(values: np.ndarray, weights: np.ndarray | None) -> np.ndarray:
    return np.ones((1, len(values)), np.int32) if weights is None else weights


def _divided(sums: np.ndarray, counts: np.ndarray) -> np.ndarray:
    return np.divide(sums, counts, out=np.full(sums.shape, np.nan), where=counts > 0)
