"""Average precision of boxes, in numbers worked out by hand."""

import sys

import numpy as np
import pytest
from made_detections import answers, detections, truth

from handpose.detection.average_precision import SIZES, average_precisions
from handpose.errors import HandposeError
from handpose.models.detector.targets import HAND, UNCOUNTED

BOX = [100, 100, 40, 60]  # 120 px of 640 long
SMALL, TINY = [10, 10, 20, 10], [200, 10, 11, 11]  # 40 and 22 px of 640


def test_the_right_boxes_have_a_precision_of_one():
    found = average_precisions(
        answers(
            (detections((BOX, 0, 0.9), (SMALL, 0, 0.3)), truth((BOX, 0, HAND), (SMALL, 0, HAND)))
        )
    )
    whole = pytest.approx({"ap": 1, "ap50": 1, "ap75": 1})
    assert found["all"] == whole
    assert found["96 to 192"] == whole
    assert found["24 to 48"] == whole
    assert list(found) == list(SIZES)
    assert np.isnan(found["48 to 96"]["ap"])


def test_half_of_the_hands_found_are_half_a_precision():
    pictures = [
        (detections((BOX, 0, 0.9)), truth((BOX, 0, HAND))),
        (detections(), truth((BOX, 0, HAND))),
    ]
    # COCO takes 101 recalls from 0 to 1: 51 of them are reached.
    assert average_precisions(answers(*pictures))["all"]["ap50"] == pytest.approx(51 / 101)


def test_a_surer_false_hand_halves_the_precision():
    found = detections(([250, 250, 40, 40], 0, 0.95), (BOX, 0, 0.9))
    precision = average_precisions(answers((found, truth((BOX, 0, HAND)))))
    assert precision["all"]["ap50"] == pytest.approx(0.5)


def test_a_box_with_an_overlap_of_two_thirds_counts_at_four_thresholds_of_ten():
    # 8 px of 40 aside: 32 of 48 are shared.
    found = average_precisions(
        answers((detections(([108, 100, 40, 60], 0, 0.9)), truth((BOX, 0, HAND))))
    )["all"]
    assert found == pytest.approx({"ap": 0.4, "ap50": 1, "ap75": 0})


@pytest.mark.parametrize(("box", "kind"), [(BOX, UNCOUNTED), (TINY, HAND)])
def test_what_lies_on_a_hand_that_does_not_count_costs_nothing(box, kind):
    # Two boxes in it, surer than the hand that counts.
    x, y, _, _ = box
    on_it = ([x, y, 10, 10], 0, 0.95), ([x + 1, y + 1, 10, 10], 0, 0.9)
    there = truth((box, 0, kind), (SMALL, 0, HAND))
    found = average_precisions(answers((detections(*on_it, (SMALL, 0, 0.5)), there)))
    assert found["all"]["ap50"] == pytest.approx(1)


def test_nothing_is_printed(capsys):
    average_precisions(answers((detections(), truth((BOX, 0, HAND)))))
    assert capsys.readouterr() == ("", "")


def test_without_pycocotools_the_way_out_is_said(monkeypatch):
    monkeypatch.setitem(sys.modules, "pycocotools.coco", None)
    with pytest.raises(HandposeError, match=r"pip install 'handpose\[train\]'"):
        average_precisions(answers((detections(), truth((BOX, 0, HAND)))))
