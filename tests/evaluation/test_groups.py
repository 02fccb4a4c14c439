"""Groups of pictures by what the records tell of them, and their rows."""

from dataclasses import replace

import pytest
from rich.console import Console

from handpose.evaluation.groups import groups_of
from handpose.evaluation.measure import measure
from handpose.evaluation.protocols import PROTOCOLS
from handpose.evaluation.report import print_report

PART = PROTOCOLS["hand3d"][0]


def found(attributes):
    return {(one.attribute, one.value): one.images.tolist() for one in groups_of(attributes)}


def test_every_value_of_an_attribute_is_a_group():
    attributes = [{"gesture": "fist"}] * 15 + [{"gesture": "point"}] * 16
    assert found(attributes) == {
        ("gesture", "fist"): list(range(15)),
        ("gesture", "point"): list(range(15, 31)),
    }


def test_numbers_go_into_bands_whose_upper_end_belongs_to_the_next():
    attributes = [{"tone": tone} for tone in (0, 2.99, 3, 5.9, 6, 9) for _ in range(15)]
    assert {key: len(images) for key, images in found(attributes).items()} == {
        ("tone", "below 3"): 30,
        ("tone", "3 to 6"): 30,
        ("tone", "from 6"): 30,
    }


def test_few_pictures_single_groups_and_unknown_numbers_are_left_out():
    alike = {"light": "dim", "hand": "left", "tone": 1.0}
    attributes = [alike | {"area": place, "image_id": str(place)} for place in range(20)]
    assert found(attributes) == {}
    attributes += [{"light": "backlit"}] * 15 + [{"light": "coloured"}] * 14
    assert sorted(found(attributes)) == [("light", "backlit"), ("light", "dim")]


def test_pictures_without_the_attribute_are_in_no_group():
    attributes = [{}] * 3 + [{"view": "anywhere"}] * 15 + [{"view": "egocentric"}] * 15
    assert found(attributes)["view", "anywhere"] == list(range(3, 18))


@pytest.fixture(name="result")
def _result(make_predictions):
    predictions = make_predictions([2.0] * 15 + [6.0] * 15 + [40.0] * 2)
    told = [{"gesture": "fist"}] * 15 + [{"gesture": "point"}] * 15 + [{}] * 2
    return measure(replace(predictions, attributes=tuple(told)), PART, seed=0)


def test_groups_have_rows_with_their_own_means(result):
    rows = {row.group: row for row in result.rows_of("by gesture")}
    assert set(rows) == {"fist", "point"}
    assert (rows["point"].images, rows["point"].keypoints) == (15, 15 * 21)
    assert rows["fist"].numbers["epe"].value == pytest.approx(2.0)
    assert rows["point"].numbers["epe"].value == pytest.approx(6.0)
    assert rows["point"].numbers["nepe"].value == pytest.approx(0.06)
    assert rows["point"].numbers["pck@0.05"].value == 0.0
    assert rows["fist"].numbers["pck@0.05"].value == 1.0


def test_the_report_shows_them(result, capsys):
    print_report(Console(width=160), "a_run on SYN eval", [result])
    printed = capsys.readouterr().out
    for words in ("hand3d part: attributes", "gesture", "point", "6.00 [6.00, 6.00]"):
        assert words in printed
