"""What counts as found, by hand."""

import numpy as np
import pytest
from made_detections import answers, detections, truth

from handpose.detection.matching import match, pairs
from handpose.models.detector.targets import HAND, UNCOUNTED


def matched(found, there, threshold=0.5):
    return match(answers((found, there)), threshold)


BOX = [100, 100, 40, 60]


def test_a_hand_is_found_by_the_same_box_and_its_side_is_told_in_pixels_of_640():
    found = matched(detections((BOX, 350, 0.9)), truth((BOX, 20, HAND)))
    np.testing.assert_array_equal(found.found, [True])
    np.testing.assert_allclose(found.sides, [120])
    np.testing.assert_allclose(found.turned, [30])
    np.testing.assert_array_equal(found.false_hands, [0])


@pytest.mark.parametrize(("moved", "found"), [(13, True), (14, False)])
def test_half_an_overlap_is_needed(moved, found):
    # 40 px wide: moved by 13.33 the boxes share half of what they cover.
    result = matched(detections(([100 + moved, 100, 40, 60], 0, 0.9)), truth((BOX, 0, HAND)))
    np.testing.assert_array_equal(result.found, [found])
    np.testing.assert_array_equal(result.false_hands, [int(not found)])
    assert np.isnan(result.turned[0]) != found


def test_below_the_threshold_nothing_is_found():
    result = matched(detections((BOX, 0, 0.49), ([0, 0, 30, 30], 0, 0.4)), truth((BOX, 0, HAND)))
    np.testing.assert_array_equal(result.found, [False])
    np.testing.assert_array_equal(result.false_hands, [0])


def test_a_second_box_on_the_same_hand_is_false():
    found = detections((BOX, 0, 0.9), ([102, 100, 40, 60], 0, 0.8))
    np.testing.assert_array_equal(matched(found, truth((BOX, 0, HAND))).false_hands, [1])


def test_what_lies_on_a_hand_that_does_not_count_is_neither_right_nor_wrong():
    found = detections((BOX, 0, 0.9), ([110, 110, 10, 10], 0, 0.8), ([300, 200, 20, 20], 0, 0.7))
    result = matched(found, truth((BOX, 0, UNCOUNTED)))
    assert len(result.found) == 0
    np.testing.assert_array_equal(result.false_hands, [1])
    assert not result.empty[0]


@pytest.mark.parametrize(("side", "count"), [(12, 1), (11.9, 0)])
def test_a_hand_of_less_than_24_px_of_640_does_not_count(side, count):
    assert len(matched(detections(), truth(([50, 50, side, 5], 0, HAND))).found) == count


def test_a_picture_without_a_hand_is_empty():
    result = matched(detections((BOX, 0, 0.9)), truth())
    assert result.empty[0]
    np.testing.assert_array_equal(result.false_hands, [1])


def test_an_unknown_direction_is_not_measured():
    assert np.isnan(matched(detections((BOX, 0, 0.9)), truth((BOX, np.nan, HAND))).turned[0])


def test_earlier_rows_choose_first():
    shared = np.array([[0.6, 0.7], [0.9, 0.8], [0.95, 0.9]])
    np.testing.assert_array_equal(pairs(shared, 0.5), [1, 0, -1])
