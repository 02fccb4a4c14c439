"""How often the side is told rightly."""

import dataclasses

import numpy as np
import pytest

from handpose.evaluation.handedness import handedness_share


def test_unknown_sides_and_pictures_without_a_hand_do_not_count(make_predictions):
    labelled = np.ones((5, 21), bool)
    labelled[4] = False
    predictions = dataclasses.replace(
        make_predictions(np.zeros(5), labelled=labelled),
        true_handedness=np.array([0, 1, 1, -1, 0]),
        handedness=np.array([0.1, 0.9, 0.2, 0.9, 0.9]),
    )
    share, images = handedness_share(predictions, seed=0)
    assert share.value == pytest.approx(2 / 3)
    assert share.low <= share.value <= share.high
    assert images == 3


def test_a_network_that_tells_no_side_has_no_share(make_predictions):
    assert handedness_share(make_predictions(np.zeros(3)), seed=0) is None
