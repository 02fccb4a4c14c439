"""The SimCC head: bins, scores and cross entropy in numbers."""

import numpy as np
import tensorflow as tf

from handpose.models.heads.simcc import SimccHead

SIZE = 64
HEAD = SimccHead(SIZE, sigma=8.0)  # 4 bins


def sure_of(x_bin, y_bin, logit=30.0):
    logits = np.zeros((1, 21, 2, 2 * SIZE), np.float32)
    logits[:, :, 0, x_bin] = logit
    logits[:, :, 1, y_bin] = logit
    return tf.constant(logits)


def batch_at(uv):
    return {"keypoints": tf.zeros([1, 21, 2]) + tf.constant(uv), "weight": tf.ones([1, 21])}


def test_a_bin_is_half_a_pixel_wide():
    keypoints, scores = HEAD.decode([sure_of(10, 101)])
    np.testing.assert_allclose(keypoints, np.full((1, 21, 2), [5.25, 50.75]))
    np.testing.assert_allclose(scores, np.ones((1, 21)))


def test_unsure_of_both_axes_scores_the_product():
    # 9 of 128 bins lie within 8 bins of the first: the bins 0 to 8.
    scores = HEAD.decode([tf.zeros([1, 21, 2, 2 * SIZE])])[1]
    np.testing.assert_allclose(scores, np.full((1, 21), (9 / 128 / 0.9545) ** 2), rtol=1e-4)


def test_uniform_logits_lose_the_logarithm_of_the_bins():
    loss = HEAD.losses([tf.zeros([1, 21, 2, 128])], batch_at([20.0, 30.0]))["simcc"]
    np.testing.assert_allclose(loss, [np.log(128)], rtol=1e-5)


def test_the_loss_is_least_at_the_target():
    losses = [
        HEAD.losses([sure_of(place, 60, 3.0)], batch_at([20.25, 30.25]))["simcc"][0].numpy()
        for place in (30, 36, 40, 44, 50)
    ]
    assert losses[2] == min(losses)
    np.testing.assert_allclose(losses[1], losses[3], rtol=1e-5)


def test_the_label_is_smooth_with_the_given_deviation():
    # The gradient of the cross entropy is the probability minus the label, here a Gaussian.
    logits = tf.zeros([1, 21, 2, 128])
    with tf.GradientTape() as tape:
        tape.watch(logits)
        loss = HEAD.losses([logits], batch_at([32.25, 32.25]))["simcc"]
    label = 1 / 128 - tape.gradient(loss, logits)[0, 0, 0].numpy() * 21 * 2
    place = (np.arange(128) + 0.5) / 2
    mean = (label * place).sum()
    np.testing.assert_allclose(mean, 32.25, atol=1e-3)
    np.testing.assert_allclose(np.sqrt((label * (place - mean) ** 2).sum()), 2.0, rtol=1e-2)
