"""The error of a keypoint and what is made of it: EPE, PCK, AUC. Pure numpy.

Errors are (n, 21), one row an image, NaN where a keypoint does not count. Where none counts,
a metric is NaN, with a warning.
"""

from __future__ import annotations

import warnings

import numpy as np

from handpose.evaluation import averages

# Zimmermann & Brox 2017: 20 thresholds from 0 to 30 px, both included.
HAND3D_THRESHOLDS = np.linspace(0.0, 30.0, 20)
# mmpose 1.x, keypoint_auc: 20 thresholds that begin at 0 and stop short of 30 px.
MMPOSE_THRESHOLDS = np.arange(20) * 1.5


def errors(keypoints: np.ndarray, truth: np.ndarray, chosen: np.ndarray) -> np.ndarray:
    """Distances (n, 21), pixels, between keypoints (n, 21, 2) and their truth.

    chosen: (n, 21) bool; a keypoint that is not chosen gives NaN and counts nowhere.
    Raises ValueError for a chosen keypoint that is not a finite number.
    """
    difference = np.where(chosen[..., None], keypoints - truth.astype(np.float64), 0.0)
    distance = np.linalg.norm(difference, axis=-1)
    if not np.isfinite(distance).all():
        image, keypoint = np.argwhere(~np.isfinite(distance))[0]
        raise ValueError(f"keypoint {keypoint} of image {image} is not a finite number")
    return np.where(chosen, distance, np.nan)


def long_sides(truth: np.ndarray, labelled: np.ndarray) -> np.ndarray:
    """Long sides (n,) of the boxes round the labelled keypoints (n, 21, 2); NaN without any.

    At least one pixel, so that a single keypoint's box divides nothing by zero.
    """
    chosen = labelled[..., None]
    low = np.where(chosen, truth, np.inf).min(axis=1)
    high = np.where(chosen, truth, -np.inf).max(axis=1)
    some = np.asarray(labelled.any(axis=1))
    extent = np.subtract(high, low, out=np.ones(low.shape), where=some[:, None]).max(axis=1)
    return np.where(some, np.maximum(extent, 1.0), np.nan)


def epe(errors: np.ndarray, *, per_keypoint: bool = True) -> float:
    """Mean error, in the unit of the errors.

    per_keypoint: the mean of every keypoint's mean (hand3d), else over all values (mmpose).
    """
    return _told(averages.mean(errors, per_keypoint=per_keypoint)[0])


def epe_quantile(errors: np.ndarray, share: float, *, per_keypoint: bool = True) -> float:
    """A quantile of the errors, share 0..1; 0.5 is the median."""
    return _told(averages.quantiles(errors, [share], per_keypoint=per_keypoint)[0, 0])


def within(errors: np.ndarray, threshold: float, *, strict: bool = False) -> np.ndarray:
    """1 where an error is at most the threshold (strict: below it), else 0; NaN stays NaN."""
    near = errors < threshold if strict else errors <= threshold
    return np.where(np.isnan(errors), np.nan, near)


def pck(errors: np.ndarray, threshold: float, *, strict: bool = False) -> float:
    """Share of correct keypoints, 0..1: per keypoint, then the mean over the keypoints."""
    return float(pck_curve(errors, np.array([threshold]), strict=strict)[0])


def pck_curve(errors: np.ndarray, thresholds: np.ndarray, *, strict: bool = False) -> np.ndarray:
    """PCK (t,), 0..1, at every threshold (t,)."""
    near = (within(errors, threshold, strict=strict) for threshold in thresholds)
    curve = np.array([averages.mean(one, per_keypoint=True)[0] for one in near])
    _told(curve[0])
    return curve


def auc(errors: np.ndarray, style: str) -> float:
    """Area under the PCK curve from 0 to 30, as a share: 0..1.

    style: `hand3d` (trapezoids, a perfect result is 1.0) or `mmpose` (mean of the 20 values,
    a perfect result is 0.95).
    """
    return _told(averages.mean(area(errors, style), per_keypoint=True)[0])


def area(errors: np.ndarray, style: str) -> np.ndarray:
    """Every keypoint's own share (n, 21) in the area under the curve: their mean is the AUC."""
    thresholds, weights, strict = AUC_STYLES[style]
    near = errors[..., None] < thresholds if strict else errors[..., None] <= thresholds
    return np.where(np.isnan(errors), np.nan, near @ weights)


def _told(value: float) -> float:
    if np.isnan(value):
        warnings.warn("no labelled keypoint: the result is NaN", RuntimeWarning, stacklevel=3)
    return float(value)


def _trapezoid_weights(thresholds: np.ndarray) -> np.ndarray:
    """What each threshold's value weighs in the area, divided by the whole width."""
    steps = np.diff(thresholds)
    return (np.append(steps, 0) + np.insert(steps, 0, 0)) / 2 / (thresholds[-1] - thresholds[0])


# style: (thresholds, their weights, whether an error must lie below the threshold)
AUC_STYLES = {
    "hand3d": (HAND3D_THRESHOLDS, _trapezoid_weights(HAND3D_THRESHOLDS), False),
    "mmpose": (MMPOSE_THRESHOLDS, np.full(20, 1 / 20), True),
}
