"""What the maps should say of hands, in numbers."""

import numpy as np
import pytest
from scene_batch import batch_of

from handpose.models.detector.targets import UNCOUNTED, targets

CELLS = 8  # of 4 px: scenes of 32 px


def targets_of(*hands):
    return targets(batch_of(list(hands)), CELLS, CELLS)


def test_the_bump_is_one_at_the_cell_with_the_middle():
    # The middle (14, 9) px lies in column 3, row 2. A small hand's bump has a std of half a cell.
    centre = targets_of(([10, 5, 8, 8], 0)).centre[0].numpy()
    assert centre[2, 3] == 1
    assert np.argmax(centre) == 2 * CELLS + 3
    np.testing.assert_allclose(centre[2, [2, 4]], np.exp(-2), rtol=1e-5)
    np.testing.assert_allclose(centre[[1, 3], 3], np.exp(-2), rtol=1e-5)
    np.testing.assert_allclose(centre[3, 4], np.exp(-4), rtol=1e-5)


def test_the_bump_is_as_wide_as_its_box():
    # 100 px are 25 cells: a std of 2.25 cells across, half a cell down.
    centre = targets_of(([-34, 10, 100, 12], 0)).centre[0].numpy()
    np.testing.assert_allclose(centre[4, 6], np.exp(-((2 / 2.25) ** 2) / 2), rtol=1e-5)
    np.testing.assert_allclose(centre[5, 4], np.exp(-2), rtol=1e-5)


@pytest.mark.parametrize(
    ("box", "cell"),
    [([-10, -20, 8, 8], (0, 0)), ([28, 31, 9, 9], (7, 7)), ([12, 12, 8, 8], (4, 4))],
)
def test_a_middle_on_a_border_or_outside_takes_the_nearest_cell(box, cell):
    assert targets_of((box, 0)).centre[0].numpy()[cell] == 1


def test_without_hands_everything_is_empty():
    found = targets_of()
    np.testing.assert_array_equal(found.centre, np.zeros((1, CELLS, CELLS)))
    np.testing.assert_array_equal(found.empty, np.ones((1, CELLS, CELLS)))
    np.testing.assert_array_equal(found.weight, np.zeros((1, CELLS, CELLS)))


def test_every_cell_learns_the_hand_whose_bump_is_highest_there():
    left, right = ([2, 12, 8, 8], 30), ([22, 12, 8, 8], 300)
    found = targets_of(left, right)
    np.testing.assert_array_equal(found.boxes[0, 4, 1], left[0])
    np.testing.assert_array_equal(found.boxes[0, 4, 6], right[0])
    np.testing.assert_array_equal(found.angles[0, 4].numpy()[[0, 7]], [30, 300])


def test_a_small_hand_is_learnt_by_its_cell_and_its_four_neighbours():
    weight = targets_of(([10, 5, 8, 8], 0)).weight[0].numpy()
    # 2 pi 0.9 0.25 cells are the bump's volume, 1.41.
    np.testing.assert_allclose(weight[2, 3], 1 / 1.41372, rtol=1e-4)
    np.testing.assert_allclose(weight[2, 4], np.exp(-2) / 1.41372, rtol=1e-4)
    assert weight[3, 4] == 0
    assert np.count_nonzero(weight) == 5


@pytest.mark.parametrize("side", [8, 40, 100, 200])
def test_a_hand_weighs_about_the_same_whatever_its_size(side):
    cells = 56
    middle = 112 - side / 2
    found = targets(batch_of([([middle, middle, side, side], 0)]), cells, cells)
    assert 0.9 < found.weight.numpy().sum() < 1.15


def test_an_unclear_direction_counts_less():
    found = targets_of(([10, 5, 8, 8], 0, 1, 0.25))
    np.testing.assert_allclose(found.turning, 0.25 * found.weight, rtol=1e-6)


def test_a_hand_that_does_not_count_is_neither_there_nor_empty():
    # Its box covers the middles of rows 2 to 4 and columns 1 and 2.
    found = targets_of(([5, 8, 6, 12], 0, UNCOUNTED))
    np.testing.assert_array_equal(found.centre, np.zeros((1, CELLS, CELLS)))
    expected = np.ones((CELLS, CELLS))
    expected[2:5, 1:3] = 0
    np.testing.assert_array_equal(found.empty[0], expected)


def test_scenes_of_a_batch_keep_to_themselves():
    found = targets(batch_of([([10, 5, 8, 8], 0)], [([20, 21, 8, 8], 90)]), CELLS, CELLS)
    assert found.centre[0, 2, 3] == found.centre[1, 6, 6] == 1
    assert found.centre[0, 6, 6] < 1e-3
