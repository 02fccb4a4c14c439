"""Geometry of cells to boxes and angles, and how boxes overlap."""

import math

import numpy as np
import pytest
import tensorflow as tf

from handpose.models.detector.boxes import angles_of, boxes_of, cell_middles, generalised_iou


def geometry_at(row, column, numbers, cells=4):
    maps = np.zeros((1, cells, cells, 6), np.float32)
    maps[0, row, column] = numbers
    return tf.constant(maps)


def test_a_cell_that_says_nothing_means_a_typical_box_round_its_middle():
    boxes = boxes_of(geometry_at(0, 0, [0] * 6))
    # Row 1, column 2: its middle is (10, 6) px; 10 cells are 40 px.
    np.testing.assert_allclose(boxes[0, 1, 2], [-10, -14, 40, 40], atol=1e-5)


def test_offset_and_size_of_a_box():
    numbers = [0.25, -1.5, math.log(2), -math.log(4), 0, 0]
    boxes = boxes_of(geometry_at(3, 1, numbers))
    # The cell's middle (6, 14) px, moved by (1, -6); 80 px wide, 10 px tall.
    np.testing.assert_allclose(boxes[0, 3, 1], [7 - 40, 8 - 5, 80, 10], rtol=1e-5)


def test_a_size_gone_astray_stays_finite():
    boxes = boxes_of(geometry_at(0, 0, [0, 0, 500, -500, 0, 0]))
    np.testing.assert_allclose(boxes[0, 0, 0, 2:], [803.42, 1.99], rtol=1e-3)


def test_middles_of_cells_are_at_their_halves():
    np.testing.assert_array_equal(cell_middles(2, 3)[1], [[0.5, 1.5], [1.5, 1.5], [2.5, 1.5]])


@pytest.mark.parametrize(
    ("cosine", "sine", "degrees"),
    [(1, 0, 0), (0, 2, 90), (-3, 0, 180), (0, -1, 270), (1, 1, 45), (0, 0, 0)],
)
def test_angles_go_clockwise_from_up(cosine, sine, degrees):
    angles = angles_of(geometry_at(2, 2, [0, 0, 0, 0, cosine, sine]))
    np.testing.assert_allclose(angles[0, 2, 2], degrees, atol=1e-4)


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ([0, 0, 10, 10], 1),  # the same
        ([5, 0, 10, 10], 50 / 150),  # half of each, nothing left out of the box round both
        ([0, 0, 5, 5], 25 / 100),  # inside
        ([10, 10, 10, 10], 0 - 200 / 400),  # corner to corner
        ([30, 0, 10, 10], 0 - 200 / 400),  # apart
        ([0, 0, 0, 0], 0),  # none at all
    ],
)
def test_generalised_iou(other, expected):
    iou = generalised_iou(tf.constant([[0.0, 0, 10, 10]]), tf.constant([other], tf.float32))
    np.testing.assert_allclose(iou, [expected], atol=1e-5)


def test_boxes_apart_are_drawn_nearer():
    x = tf.Variable(30.0)
    with tf.GradientTape() as tape:
        box = tf.stack([x, 0.0, 10.0, 10.0])
        iou = generalised_iou(box, tf.constant([0.0, 0, 10, 10]))
    assert tape.gradient(iou, x) < 0
