"""The gap between the tones of skin that a network does best and worst."""

import dataclasses

import pytest

from handpose.evaluation.fairness import gaps_by_tone
from handpose.evaluation.measure import measure
from handpose.evaluation.protocols import PROTOCOLS

PART, ALL = PROTOCOLS["hand3d"]


def measured(make_predictions, tones, errors):
    predictions = make_predictions(errors)
    told = tuple({"tone": tone} for tone in tones)
    predictions = dataclasses.replace(predictions, attributes=told)
    return [measure(predictions, protocol, seed=0) for protocol in (PART, ALL)]


def test_it_is_between_the_best_and_the_worst_group(make_predictions):
    results = measured(make_predictions, [1.0] * 15 + [4.0] * 15 + [8.0] * 15,
                       [5.0] * 15 + [4.0] * 15 + [7.0] * 15)  # fmt: skip
    first, second = gaps_by_tone(results)
    assert (first.protocol, second.protocol) == ("hand3d part", "hand3d all")
    assert (first.best.group, first.worst.group) == ("3 to 6", "from 6")
    assert first.width == pytest.approx(0.03)


def test_one_tone_alone_has_no_gap(make_predictions):
    assert gaps_by_tone(measured(make_predictions, [1.0] * 20, [5.0] * 20)) == []
