"""The DSNT head: coordinates, scores and losses in numbers."""

import numpy as np
import pytest
import tensorflow as tf

from handpose.models import dsnt
from handpose.models.heads.dsnt import DsntHead

SIZE, CELLS = 64, 16
HEAD = DsntHead(SIZE, sigma=32.0, distance="mse")  # 2 cells of these maps
UNIFORM = tf.zeros([2, CELLS, CELLS, 21])


def batch_at(uv, weight=1.0):
    keypoints = tf.zeros([2, 21, 2]) + tf.constant(uv)
    return {"keypoints": keypoints, "weight": tf.fill([2, 21], weight)}


def blobs(uv, sigma=2.0):
    """Logits of Gaussians at the same place for all keypoints."""
    means = dsnt.to_normalised(batch_at(uv)["keypoints"], SIZE)
    return tf.math.log(dsnt.gaussian(means, sigma, CELLS, CELLS) + 1e-20)


def test_a_blob_is_read_at_its_place():
    keypoints, scores = HEAD.decode([UNIFORM, blobs([29.0, 37.0])])
    np.testing.assert_allclose(keypoints, np.full((2, 21, 2), [29, 37]), atol=0.02)
    np.testing.assert_allclose(scores, np.ones((2, 21)), atol=0.06)


def test_a_map_spread_all_over_scores_low():
    keypoints, scores = HEAD.decode([UNIFORM])
    np.testing.assert_allclose(keypoints, np.full((2, 21, 2), SIZE / 2), atol=1e-4)
    # 52 of 256 cells lie within 4 cells of the middle.
    np.testing.assert_allclose(scores, np.full((2, 21), 52 / 256 / 0.8647), atol=1e-4)


def test_mean_square_loss_of_uniform_maps_over_two_stages():
    # The target is (0.5, -0.25) normalised, the mean place (0, 0): 2 x (0.25 + 0.0625) / 2.
    losses = HEAD.losses([UNIFORM, UNIFORM], batch_at([48.0, 24.0]))
    np.testing.assert_allclose(losses["coordinate"], [0.3125, 0.3125], atol=1e-6)


def test_euclidean_loss_of_uniform_maps():
    losses = DsntHead(SIZE, 32.0, "euclidean").losses([UNIFORM], batch_at([48.0, 24.0]))
    np.testing.assert_allclose(losses["coordinate"], [0.3125**0.5] * 2, atol=1e-6)


def test_the_target_itself_has_no_loss():
    losses = HEAD.losses([blobs([20.0, 37.0])], batch_at([20.0, 37.0]))
    np.testing.assert_allclose(losses["coordinate"], [0, 0], atol=1e-5)
    np.testing.assert_allclose(losses["js"], [0, 0], atol=1e-5)


def test_maps_far_apart_diverge_by_ln_2():
    losses = HEAD.losses([blobs([4.0, 4.0], sigma=0.5)], batch_at([60.0, 60.0]))
    np.testing.assert_allclose(losses["js"], [np.log(2)] * 2, atol=1e-3)


@pytest.mark.parametrize("name", ["coordinate", "js"])
def test_keypoints_without_weight_teach_nothing(name):
    maps = tf.Variable(tf.random.stateless_normal([2, CELLS, CELLS, 21], [1, 2]))
    batch = batch_at([48.0, 24.0]) | {"weight": tf.one_hot([3, 3], 21)}
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(HEAD.losses([maps], batch)[name])
    taught = np.abs(tape.gradient(loss, maps)).max(axis=(0, 1, 2))
    assert taught[3] > 0
    assert np.delete(taught, 3).max() == 0
