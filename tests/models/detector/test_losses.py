"""The detector's losses in numbers."""

import math

import numpy as np
import pytest
import tensorflow as tf
from scene_batch import batch_of

from handpose.models.detector.losses import box_loss, centre_loss, detection_losses, direction_loss
from handpose.models.detector.targets import UNCOUNTED, targets

CELLS = 8
HAND = ([10, 5, 8, 8], 90)  # its middle (14, 9) is in row 2, column 3, whose middle is (14, 10)


def maps(value, *channels):
    return tf.fill([1, CELLS, CELLS, *channels], float(value))


def wanted_of(*hands):
    return targets(batch_of(list(hands)), CELLS, CELLS)


def test_the_focal_loss_at_a_hand_and_where_nothing_is():
    loss = centre_loss(maps(0), wanted_of(HAND))[0].numpy()
    # p = 1/2: (1 - p)^2 ln 2 at the hand; p^2 ln 2, times (1 - target)^4, elsewhere.
    np.testing.assert_allclose(loss[2, 3], 0.25 * math.log(2), rtol=1e-5)
    np.testing.assert_allclose(loss[7, 7], 0.25 * math.log(2), rtol=1e-5)
    np.testing.assert_allclose(loss[2, 4], (1 - math.exp(-2)) ** 4 * 0.25 * math.log(2), rtol=1e-5)


@pytest.mark.parametrize(("logit", "at_hand", "elsewhere"), [(30, 0, 30), (-30, 30, 0)])
def test_sure_answers_cost_nothing_or_much_but_never_infinitely(logit, at_hand, elsewhere):
    loss = centre_loss(maps(logit), wanted_of(HAND))[0].numpy()
    np.testing.assert_allclose([loss[2, 3], loss[7, 7]], [at_hand, elsewhere], atol=1e-4)


def test_nothing_is_lost_where_a_hand_does_not_count():
    loss = centre_loss(maps(5), wanted_of(([5, 8, 6, 12], 0, UNCOUNTED)))[0].numpy()
    assert np.all(loss[2:5, 1:3] == 0)
    assert loss[1, 1] > 1


def perfect_geometry():
    # The middle is a quarter of a cell above the cell's own; 8 px are a fifth of 40.
    geometry = np.zeros((1, CELLS, CELLS, 6), np.float32)
    geometry[0, 2, 3] = [0, -0.25, math.log(0.2), math.log(0.2), 0, 1]
    return geometry


def test_the_right_box_and_direction_cost_nothing():
    wanted, geometry = wanted_of(HAND), tf.constant(perfect_geometry())
    assert abs(box_loss(geometry, wanted)[0, 2, 3]) < 1e-5
    assert abs(direction_loss(geometry, wanted)[0, 2, 3]) < 1e-5


def test_a_box_half_a_width_off_costs_two_thirds():
    geometry = perfect_geometry()
    geometry[0, 2, 3, 0] = 1  # 4 px: the boxes share a third of what they cover
    wanted = wanted_of(HAND)
    expected = wanted.weight[0, 2, 3] * 2 / 3
    np.testing.assert_allclose(
        box_loss(tf.constant(geometry), wanted)[0, 2, 3], expected, rtol=1e-4
    )


def test_the_opposite_direction_costs_two():
    geometry = perfect_geometry()
    geometry[0, 2, 3, 4:] = [0, -1]
    wanted = wanted_of(HAND)
    found = direction_loss(tf.constant(geometry), wanted)[0, 2, 3]
    np.testing.assert_allclose(found, wanted.weight[0, 2, 3] * 2, rtol=1e-5)


def test_every_hand_counts_the_same_in_a_batch():
    two, none = [HAND, ([20, 21, 8, 8], 90)], []
    batch = batch_of(two, none, none, none)
    outputs = {"centre": tf.zeros([4, CELLS, CELLS]), "geometry": tf.zeros([4, CELLS, CELLS, 6])}
    alone = detection_losses(outputs, batch)
    # Half a hand a picture on average, but never divided by less than one.
    crowd = detection_losses(outputs, batch_of(two, two, two, two))
    np.testing.assert_allclose(alone["box"][0], 2 * crowd["box"][0], rtol=1e-5)
    assert alone["box"][1] == alone["direction"][1] == 0
    assert alone["centre"].shape == (4,)


def test_gradients_are_finite_even_for_answers_gone_astray():
    outputs = {"centre": tf.fill([1, CELLS, CELLS], 200.0), "geometry": maps(300, 6)}
    with tf.GradientTape() as tape:
        tape.watch(outputs)
        loss = sum(
            tf.reduce_sum(one) for one in detection_losses(outputs, batch_of([HAND])).values()
        )
    for gradient in tape.gradient(loss, outputs).values():
        assert np.isfinite(gradient).all()
