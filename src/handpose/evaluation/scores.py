"""Whether keypoints are as good as their scores promise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from handpose.evaluation import averages, bootstrap, metrics
from handpose.evaluation.predict import Predictions
from handpose.evaluation.ranks import rank_correlation
from handpose.evaluation.result import Number
from handpose.score import HALF_SCORE_ERROR

BINS = 10


@dataclass(frozen=True)
class Bin:
    """The keypoints whose score lies from `low` to `high`: how many, and their means.

    target: what their scores should have been; nepe: error / long side. NaN in an empty bin.
    """

    low: float
    high: float
    keypoints: int
    score: float
    target: float
    nepe: float


@dataclass(frozen=True)
class Calibration:
    """Scores held against errors over all labelled keypoints.

    calibration_error: the mean distance 0..1 of a bin's scores from their targets, each bin
    weighed by its keypoints; rank_correlation: Spearman's, of score and error, -1 at best.
    """

    images: int
    keypoints: int
    calibration_error: Number
    rank_correlation: Number
    bins: tuple[Bin, ...]


def deserved(nepe: np.ndarray) -> np.ndarray:
    """The scores 0..1 that errors, in long sides, should have; NaN stays NaN."""
    return np.power(0.5, nepe / HALF_SCORE_ERROR)


def promised(score: np.ndarray) -> np.ndarray:
    """The errors, in long sides, that scores above 0 stand for: the inverse of `deserved`."""
    return -HALF_SCORE_ERROR * np.log2(score)


def calibration(predictions: Predictions, seed: int) -> Calibration | None:
    """Scores against errors with intervals; None where nothing is labelled or no score differs."""
    labelled = predictions.labelled
    errors = metrics.errors(predictions.keypoints, predictions.truth, labelled)
    sides = metrics.long_sides(predictions.truth, labelled)
    score, nepe = predictions.scores[labelled], (errors / sides[:, None])[labelled]
    if not len(score) or (score == score[0]).all():
        return None
    # Images are drawn, not keypoints: those of one image err together.
    hands, image = np.unique(np.nonzero(labelled)[0], return_inverse=True)
    weights = bootstrap.weights(len(hands), seed)
    return Calibration(
        len(hands),
        len(score),
        bootstrap.number(_calibration_errors(score, nepe, image, weights)),
        bootstrap.number(rank_correlation(score, nepe, (row[image] for row in weights))),
        tuple(_bins(score, nepe)),
    )


def _calibration_errors(
    score: np.ndarray, nepe: np.ndarray, image: np.ndarray, weights: np.ndarray
) -> np.ndarray:
    """Calibration errors (b,) for image weights (b, images); image: (m,) whose keypoint it is."""
    surplus = np.zeros((weights.shape[1], BINS))
    np.add.at(surplus, (image, _places(score)), score - deserved(nepe))
    return np.abs(weights @ surplus).sum(axis=1) / (weights @ np.bincount(image))


def _bins(score: np.ndarray, nepe: np.ndarray) -> Iterator[Bin]:
    place = _places(score)
    for number in range(BINS):
        of_bin = place == number
        values = [part[of_bin][:, None] for part in (score, deserved(nepe), nepe)]
        means = [float(averages.mean(one, per_keypoint=False)[0]) for one in values]
        yield Bin(number / BINS, (number + 1) / BINS, int(of_bin.sum()), *means)


def _places(score: np.ndarray) -> np.ndarray:
    """The bin of each score; a full score belongs to the last."""
    return np.minimum((score * BINS).astype(int), BINS - 1)
