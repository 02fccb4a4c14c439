"""The bootstrap over images: how far a number would move with other pictures of the same kind."""

from __future__ import annotations

import numpy as np

from handpose.evaluation.result import Number

RESAMPLES = 1000
LEVEL = 0.95


def weights(images: int, seed: int) -> np.ndarray:
    """How often each image occurs (1 + RESAMPLES, images): once, then in every resample."""
    drawn = np.random.default_rng(seed).integers(max(images, 1), size=(RESAMPLES, images))
    places = drawn + images * np.arange(RESAMPLES)[:, None]
    counts = np.bincount(places.ravel(), minlength=RESAMPLES * images)
    resampled = counts.reshape(RESAMPLES, images)
    return np.concatenate([np.ones((1, images)), resampled]).astype(np.int32)


def number(replicates: np.ndarray) -> Number:
    """What `weights` made of a number (1 + RESAMPLES,): its value with its interval."""
    return Number(float(replicates[0]), *_interval(replicates[1:]))


def _interval(replicates: np.ndarray) -> tuple[float, float]:
    """The percentile interval of LEVEL; NaN when no replicate is a number."""
    known = replicates[np.isfinite(replicates)]
    if not len(known):
        return float("nan"), float("nan")
    low, high = np.quantile(known, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)
