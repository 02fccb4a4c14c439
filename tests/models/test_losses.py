"""Losses of scores, handedness and presence in numbers, and their weighted sum."""

import numpy as np
import pytest
import tensorflow as tf

from handpose.config import Config
from handpose.models import losses

LN2 = np.log(2)


@pytest.mark.parametrize(
    ("logit", "target", "nats"),
    [
        (0.0, 0.0, LN2),
        (0.0, 1.0, LN2),
        (2.0, 1.0, 0.126928),  # ln(1 + exp(-2))
        (2.0, 0.0, 2.126928),
        (2.0, 0.25, 1.626928),
        (-2.0, 1.0, 2.126928),
        (500.0, 0.0, 500.0),
    ],
)
def test_cross_entropy(logit, target, nats):
    loss = losses.binary_cross_entropy(tf.constant(logit), tf.constant(target))
    np.testing.assert_allclose(loss, nats, atol=1e-5)


# A hand that is 100 px wide and 60 px tall.
HAND = np.zeros((1, 21, 2), np.float32)
HAND[0, 8] = 100, 60


def batch_of(**changes):
    fields = {
        "keypoints": tf.constant(HAND),
        "weight": tf.ones([1, 21]),
        "handedness": tf.constant([1]),
        "present": tf.constant([True]),
    }
    return fields | changes


@pytest.mark.parametrize(
    ("error", "target"), [((0.0, 0.0), 1.0), ((0.0, 5.0), 0.5), ((6.0, 8.0), 0.25)]
)
def test_a_good_score_falls_with_the_error(error, target):
    # The long side is 100 px: errors of 0, 5 and 10 %.
    predicted = HAND + tf.constant(error)
    loss = losses.score_loss(tf.fill([1, 21], 2.0), predicted, batch_of())
    np.testing.assert_allclose(loss, [2 - 2 * target + 0.126928], atol=1e-4)


def test_keypoints_without_weight_have_no_score_loss():
    weight = tf.one_hot([4], 21) * 0.3
    logits = tf.where(weight > 0, 2.0, -50.0)
    loss = losses.score_loss(logits, tf.constant(HAND), batch_of(weight=weight))
    np.testing.assert_allclose(loss, [0.126928], atol=1e-5)


def test_the_long_side_is_that_of_what_counts():
    counted = np.ones((2, 21), bool)
    counted[1, 8] = False
    sides = losses.long_side(tf.constant(np.repeat(HAND, 2, axis=0)), tf.constant(counted))
    np.testing.assert_allclose(sides, [100, 1])  # a point has no side: at least 1


def test_the_coordinates_learn_nothing_from_their_score():
    predicted = tf.ones([1, 21, 2])
    with tf.GradientTape() as tape:
        tape.watch(predicted)
        loss = losses.score_loss(tf.ones([1, 21]), predicted, batch_of())
    assert tape.gradient(loss, predicted) is None


@pytest.mark.parametrize(
    ("handedness", "present", "nats"),
    [(1, True, 0.126928), (0, True, 2.126928), (-1, True, 0.0), (1, False, 0.0)],
)
def test_handedness_counts_where_it_is_known(handedness, present, nats):
    batch = batch_of(handedness=tf.constant([handedness]), present=tf.constant([present]))
    loss = losses.handedness_loss(tf.constant([2.0]), batch)
    np.testing.assert_allclose(loss, [nats], atol=1e-5)


@pytest.mark.parametrize(("present", "nats"), [(True, 0.126928), (False, 2.126928)])
def test_presence(present, nats):
    loss = losses.presence_loss(tf.constant([2.0]), batch_of(present=tf.constant([present])))
    np.testing.assert_allclose(loss, [nats], atol=1e-5)


def test_the_total_weighs_each_loss_by_its_key():
    config = Config(js_weight=2.0, score_weight=3.0, handedness_weight=5.0, presence_weight=7.0)
    names = ("coordinate", "js", "score", "handedness", "presence", "heatmap", "simcc")
    named = {name: tf.constant([10.0**place]) for place, name in enumerate(names)}
    # 1 + 2 x 10 + 3 x 100 + 5 x 1000 + 7 x 10 000 + 100 000 + 1 000 000
    np.testing.assert_allclose(losses.total(named, config), [1_175_321], rtol=1e-6)
