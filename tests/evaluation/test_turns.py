"""nEPE of turned crops, by hand."""

import numpy as np
import pytest
from rich.console import Console

from handpose.evaluation.protocols import PROTOCOLS
from handpose.evaluation.report import print_turns
from handpose.evaluation.turns import degrees_of, measure_turns

ALL, REAL_PHOTO = PROTOCOLS["hand3d"][1], PROTOCOLS["real-photo"][0]


@pytest.fixture(name="turned")
def _turned(make_predictions):
    """Sources of 20 and 16 hands of 100 px; a quarter turn costs half, a half turn gains."""
    source = ["one"] * 20 + ["two"] * 16

    def cases(*errors):
        errors = np.repeat(np.array(errors), (20, 16))
        made = make_predictions(errors, source=source)
        return [(protocol, made) for protocol in (ALL, REAL_PHOTO)]

    return {0.0: cases(10.0, 20.0), 90.0: cases(15.0, 30.0), 180.0: cases(9.0, 18.0)}


@pytest.mark.parametrize(
    ("turns", "degrees"), [(1, [0]), (2, [0, 180]), (8, [0, 45, 90, 135, 180, 225, 270, 315])]
)
def test_turns_divide_the_circle(turns, degrees):
    assert degrees_of(turns) == degrees


def test_every_turn_has_the_protocols_mean_and_its_change(turned):
    overall, macro = measure_turns(turned, seed=0)
    assert (overall.protocol, macro.protocol) == ("hand3d all", "real-photo 1.25")
    # The mean over hands, and the mean over the two sources.
    assert overall.turns[0].nepe.value == pytest.approx((20 * 0.1 + 16 * 0.2) / 36)
    assert [turn.nepe.value for turn in macro.turns] == pytest.approx([0.15, 0.225, 0.135])
    assert [turn.change.value for turn in macro.turns] == pytest.approx([0, 50, -10])
    assert (macro.largest.degrees, macro.largest.change.value) == (90.0, pytest.approx(50))


def test_the_same_images_are_drawn_at_every_turn(turned):
    # Every image gets worse by the same factor, whichever are drawn.
    change = measure_turns(turned, seed=0)[0].turns[1].change
    assert (change.low, change.high) == pytest.approx((50, 50))


def test_no_error_at_all_has_no_change(make_predictions):
    exact = [(ALL, make_predictions([0.0]))]
    (found,) = measure_turns({0.0: exact, 180.0: exact}, seed=0)
    assert np.isnan(found.largest.change.value)


def test_nothing_turned_gives_nothing():
    assert measure_turns({}, seed=0) == []


def test_the_table_has_a_row_a_turn_and_the_largest_change(turned, capsys):
    print_turns(Console(width=120), measure_turns(turned, seed=0))
    printed = capsys.readouterr().out
    for words in ("real-photo 1.25", "0.225 [0.225, 0.225]", "50.0 [50.0, 50.0] % at 90"):
        assert words in printed
