"""How often the right side, left or right, is told."""

from __future__ import annotations

import numpy as np

from handpose.evaluation import averages, bootstrap
from handpose.evaluation.predict import Predictions
from handpose.evaluation.result import Number


def handedness_share(predictions: Predictions, seed: int) -> tuple[Number, int] | None:
    """The share told rightly, with its interval, and of how many hands.

    None where no side is known or the predictions tell none.
    """
    known = (predictions.true_handedness >= 0) & predictions.labelled.any(axis=1)
    right = predictions.handedness[known]
    if not len(right) or (right == 0.5).all():
        return None
    told = np.where(right > 0.5, 1, 0) == predictions.true_handedness[known]
    weights = bootstrap.weights(len(told), seed)
    shares = averages.mean(told[:, None].astype(float), weights, per_keypoint=False)
    return bootstrap.number(shares), len(told)
