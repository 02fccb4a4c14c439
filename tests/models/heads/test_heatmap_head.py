"""The heat-map head: exact between cells, its loss in numbers."""

import numpy as np
import pytest
import tensorflow as tf

from handpose.models import dsnt
from handpose.models.heads.heatmap import HeatmapHead, gaussian_of_height_one

SIZE, CELLS = 64, 32
HEAD = HeatmapHead(SIZE, sigma=16.0)  # 2 cells of these maps


def batch_of(uv):
    return {"keypoints": tf.constant(uv, tf.float32), "weight": tf.ones([len(uv), 21])}


def maps_of(uv):
    means = dsnt.to_normalised(tf.constant(uv, tf.float32), SIZE)
    return gaussian_of_height_one(means, 2.0, CELLS, CELLS)


def test_the_place_between_cells_is_exact_for_a_gaussian():
    uv = np.random.default_rng(0).uniform(4, SIZE - 4, (3, 21, 2))
    keypoints, scores = HEAD.decode([maps_of(uv)])
    np.testing.assert_allclose(keypoints, uv, atol=0.01)
    # At most half a cell away from a cell's centre along each axis: exp(-1/16).
    assert np.exp(-1 / 16) - 1e-4 <= np.min(scores) <= np.max(scores) <= 1


def test_a_single_cell_is_read_at_its_centre():
    maps = np.zeros((1, CELLS, CELLS, 21), np.float32)
    maps[0, 5, 9] = 0.7
    keypoints, scores = HEAD.decode([tf.constant(maps)])
    np.testing.assert_allclose(keypoints, np.full((1, 21, 2), [19, 11]), atol=1e-4)
    np.testing.assert_allclose(scores, np.full((1, 21), 0.7))


@pytest.mark.parametrize("corner", [(0, 0), (0, CELLS - 1), (CELLS - 1, 0), (CELLS - 1, CELLS - 1)])
def test_a_peak_at_the_edge_stays_inside(corner):
    maps = np.zeros((1, CELLS, CELLS, 21), np.float32)
    maps[(0, *corner)] = 1
    row, column = corner
    expected = [2 * column + 1, 2 * row + 1]
    np.testing.assert_allclose(
        HEAD.decode([tf.constant(maps)])[0], np.full((1, 21, 2), expected), atol=1e-4
    )


def test_a_flat_map_gives_finite_keypoints():
    keypoints, scores = HEAD.decode([tf.zeros([1, CELLS, CELLS, 21])])
    assert np.isfinite(keypoints).all()
    np.testing.assert_array_equal(scores, np.zeros((1, 21)))


def test_the_last_stage_is_read():
    wrong, right = np.full((1, 21, 2), 10.0), np.full((1, 21, 2), 40.0)
    np.testing.assert_allclose(HEAD.decode([maps_of(wrong), maps_of(right)])[0], right, atol=0.01)


def test_the_loss_of_black_maps_is_the_gaussians_own():
    # The squares of a Gaussian of 2 cells sum to pi x 4; over 1024 cells, root: 0.110778.
    uv = np.full((2, 21, 2), 31.0)
    black = tf.zeros([2, CELLS, CELLS, 21])
    expected = [np.sqrt(np.pi * 4 / 1024)] * 2
    np.testing.assert_allclose(HEAD.losses([black], batch_of(uv))["heatmap"], expected, rtol=1e-3)
    three = HEAD.losses([black] * 3, batch_of(uv))["heatmap"]
    np.testing.assert_allclose(three, 3 * np.array(expected), rtol=1e-3)


def test_the_target_itself_has_no_loss_and_a_finite_gradient():
    uv = np.full((1, 21, 2), 31.0)
    maps = maps_of(uv)
    with tf.GradientTape() as tape:
        tape.watch(maps)
        loss = HEAD.losses([maps], batch_of(uv))["heatmap"]
    np.testing.assert_allclose(loss, [0], atol=1e-5)
    assert np.isfinite(tape.gradient(loss, maps)).all()
