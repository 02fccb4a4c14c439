"""Pictures with and without a hand: told apart, and out of the keypoints' way."""

import dataclasses

import numpy as np
import pytest

from handpose.evaluation.measure import measure
from handpose.evaluation.presence import presence
from handpose.evaluation.protocols import PROTOCOLS, chosen


@pytest.fixture(name="predictions")
def _predictions(make_predictions):
    """Twenty hands 10 px off and ten empty pictures, one third each way round 0.5."""
    labelled = np.ones((30, 21), bool)
    labelled[20:] = False
    told = [0.9] * 19 + [0.4] + [0.6] + [0.1] * 9
    predictions = make_predictions([10.0] * 30, labelled=labelled)
    return dataclasses.replace(predictions, presence=np.array(told))


def test_rates_at_one_half_and_the_area(predictions):
    found = presence(predictions, seed=0)
    assert (found.hands, found.without) == (20, 10)
    assert found.true_positive_rate.value == pytest.approx(19 / 20)
    assert found.false_positive_rate.value == pytest.approx(1 / 10)
    # Of 200 pairs only the hand of 0.4 and the empty picture of 0.6 stand the wrong way.
    assert found.auc.value == pytest.approx(199 / 200)
    for number in (found.auc, found.true_positive_rate, found.false_positive_rate):
        assert 0 <= number.low <= number.value <= number.high <= 1
    assert found.false_positive_rate.high > 0.1


def test_a_presence_of_one_half_is_a_hand(predictions):
    half = dataclasses.replace(predictions, presence=np.where(predictions.present, 0.5, 0.4))
    assert presence(half, seed=0).true_positive_rate.value == 1.0


def test_one_kind_alone_or_a_network_that_does_not_tell_gives_nothing(
    predictions, make_predictions
):
    only = dataclasses.replace(make_predictions([1.0, 2.0]), presence=np.array([0.2, 0.9]))
    assert presence(only, seed=0) is None
    assert presence(dataclasses.replace(predictions, presence=np.ones(30)), seed=0) is None


@pytest.mark.parametrize("protocol", chosen(PROTOCOLS), ids=lambda protocol: protocol.title)
def test_empty_pictures_change_no_number(protocol, predictions, make_predictions):
    told = [{"tone": 1.0 if place % 2 else 8.0} for place in range(40)]

    def with_tones(some):
        return dataclasses.replace(some, attributes=tuple(told[: len(some)]))

    alone = measure(with_tones(make_predictions([10.0] * 20)), protocol, seed=0)
    mixed = measure(with_tones(predictions), protocol, seed=0)
    assert mixed.rows == alone.rows
    assert mixed.curve.tolist() == alone.curve.tolist()
    assert mixed.whole.images == 20
