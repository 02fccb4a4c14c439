"""Predictions made by hand: every keypoint off by a chosen error."""

import numpy as np
import pytest

from handpose.evaluation.predict import Predictions


@pytest.fixture
def make_predictions():
    return made


def made(errors, *, long_side=100.0, source="one", labelled=None, visible=None) -> Predictions:
    """n hands whose keypoints lie `errors` (n,) or (n, 21) px right of the truth.

    The true keypoints span `long_side` px across and half of that down.
    """
    errors = np.asarray(errors, float)
    errors = np.broadcast_to(errors[:, None] if errors.ndim == 1 else errors, (len(errors), 21))
    n = len(errors)
    share = np.arange(21) * 5 / 100 * long_side  # whole and half pixels: no rounding
    truth = np.stack([share, share / 2], axis=1) + np.full((n, 21, 2), 20.0)
    keypoints = truth + np.stack([errors, np.zeros((n, 21))], axis=-1)
    everything = np.ones((n, 21), bool)
    labelled = everything if labelled is None else labelled
    return Predictions(
        names=tuple(f"{place:03d}.png" for place in range(n)),
        keypoints=keypoints,
        scores=np.full((n, 21), 0.5),
        handedness=np.full(n, 0.5),
        presence=np.ones(n),
        truth=truth.astype(np.float32),
        labelled=labelled,
        visible=labelled if visible is None else visible,
        true_handedness=np.zeros(n, np.int32),
        image_size=np.full((n, 2), 160, np.int32),
        source=np.array([source] * n if isinstance(source, str) else source, object),
        attributes=({},) * n,
    )
