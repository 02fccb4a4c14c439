"""Numbers by size and by threshold, by hand."""

import numpy as np
from made_detections import answers, detections, truth

from handpose.detection.measure import measure
from handpose.models.detector.targets import HAND

LARGE, SMALL = [100, 100, 40, 60], [10, 10, 20, 10]  # 120 and 40 px of 640


def test_recall_false_hands_and_directions():
    # The large hand is found turned by 10 degrees, the small one with a low score; one box in the
    # first and two in the second picture, which shows no hand, lie on nothing.
    first = detections((LARGE, 10, 0.9), ([200, 10, 30, 30], 0, 0.75), (SMALL, 90, 0.35))
    second = detections(([0, 0, 50, 50], 0, 0.85), ([100, 0, 50, 50], 0, 0.45))
    found = measure(
        answers((first, truth((LARGE, 0, HAND), (SMALL, 0, HAND))), (second, truth())), 0.5
    )
    assert found.pictures == 2
    assert (found.chosen.recall, found.chosen.false_hands, found.chosen.false_empty) == (0.5, 1, 1)
    whole, small, medium, large, largest = found.sizes
    assert (whole.hands, small.hands, medium.hands, large.hands, largest.hands) == (2, 1, 0, 1, 0)
    assert (whole.recall, small.recall, large.recall) == (0.5, 0, 1)
    np.testing.assert_allclose([whole.turned, large.turned], 10)
    assert np.isnan([small.turned, medium.recall, medium.ap]).all()
    at = {row.threshold: (row.recall, row.false_hands, row.false_empty) for row in found.thresholds}
    assert (at[0.3], at[0.4], at[0.9]) == ((1, 1.5, 2), (0.5, 1.5, 2), (0.5, 0, 0))
