"""How far a detector's boxes are from Keras's, in numbers."""

import numpy as np
import pytest

from handpose.export.detections import difference


def answers_of(*rows):
    """One scene with rows of (box, angle, score), and one more without a hand."""
    boxes, angles, scores = np.zeros((2, 4, 4)), np.zeros((2, 4)), np.zeros((2, 4))
    for place, row in enumerate(rows):
        boxes[0, place], angles[0, place], scores[0, place] = row
    return {"boxes": boxes, "angles": angles, "scores": scores}


KERAS = answers_of(
    ([10, 10, 20, 40], 359, 0.9), ([70, 70, 30, 30], 90, 0.4), ([0, 0, 9, 9], 0, 0.2)
)


def test_the_same_answers_do_not_differ():
    found = difference(KERAS, KERAS, 128)
    assert (found.mean, found.largest, found.scores, found.angles, found.missed) == (0, 0, 0, 0, 0)


def test_distances_are_those_of_the_farthest_corner_in_pixels_of_256():
    # 1 px of 128 to the right; the right edge 3 px. The order does not matter, nor a full turn.
    moved = answers_of(([71, 70, 32, 30], 90, 0.5), ([10, 10, 20, 40], 3, 0.4))
    found = difference(moved, KERAS, 128)
    assert (found.mean, found.largest) == pytest.approx((3, 6))
    assert (found.scores, found.angles) == pytest.approx((0.5, 4))


def test_a_hand_that_is_missed_costs_its_long_side():
    found = difference(answers_of(([10, 10, 20, 40], 359, 0.9)), KERAS, 128)
    assert (found.mean, found.largest, found.missed) == pytest.approx((30, 60, 0.5))


def test_a_number_that_is_none_passes_no_limit():
    spoilt = answers_of(([10, 10, np.nan, 40], 359, 0.9), ([70, 70, 30, 30], 90, 0.4))
    assert difference(spoilt, KERAS, 128).missed > 0
