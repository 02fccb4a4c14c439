"""The DSNT in numbers that were worked out by hand."""

import numpy as np
import pytest
import tensorflow as tf

from handpose.models import dsnt

LN2 = 0.6931472


def one_map(rows):
    """A heat-map (1, h, w, 1)."""
    return tf.constant(rows, tf.float32)[None, :, :, None]


def test_cells_have_their_centres_between_the_edges():
    np.testing.assert_allclose(dsnt.cell_centres(5), [-0.8, -0.4, 0, 0.4, 0.8], atol=1e-6)
    np.testing.assert_allclose(dsnt.cell_centres(2), [-0.5, 0.5])


SPREAD = [
    [0.0, 0.0, 0.0, 0.0, 0.0],
    [0.0, 0.0, 0.0, 0.1, 0.0],
    [0.0, 0.0, 0.1, 0.6, 0.1],
    [0.0, 0.0, 0.0, 0.1, 0.0],
    [0.0, 0.0, 0.0, 0.0, 0.0],
]
TWO_PLACES = np.zeros((5, 5))
TWO_PLACES[0, 0], TWO_PLACES[4, 2] = 0.25, 0.75


@pytest.mark.parametrize(("heatmap", "xy"), [(SPREAD, (0.4, 0.0)), (TWO_PLACES, (-0.2, 0.4))])
def test_a_heatmap_of_five_by_five_has_its_mean_place(heatmap, xy):
    np.testing.assert_allclose(dsnt.expectation(one_map(heatmap)), [[xy]], atol=1e-6)


def test_width_and_height_may_differ():
    heatmap = np.zeros((2, 4))
    heatmap[1, 3] = 1
    np.testing.assert_allclose(dsnt.expectation(one_map(heatmap)), [[[0.75, 0.5]]])


SMALL = [[0.1, 0.2], [0.3, 0.4]]


def loss_of(heatmaps):
    """Half the squared distance of the mean place from the middle."""
    return dsnt.mean_square(dsnt.expectation(heatmaps), tf.zeros([1, 1, 2]))


def test_the_gradient_by_hand():
    # Mean place (0.1, 0.2): each cell's derivative is 0.1 X + 0.2 Y with X, Y = -0.5 or 0.5.
    heatmap = one_map(SMALL)
    with tf.GradientTape() as tape:
        tape.watch(heatmap)
        loss = loss_of(heatmap)
    np.testing.assert_allclose(loss, [[0.025]], atol=1e-7)
    expected = [[-0.15, -0.05], [0.05, 0.15]]
    np.testing.assert_allclose(tape.gradient(loss, heatmap)[0, :, :, 0], expected, atol=1e-7)


def test_the_gradient_through_the_softmax_by_hand():
    # p (g - sum p g) with g as above, whose mean is 0.05.
    logits = one_map(np.log(SMALL))
    with tf.GradientTape() as tape:
        tape.watch(logits)
        loss = loss_of(dsnt.spatial_softmax(logits))
    expected = [[-0.02, -0.02], [0.0, 0.04]]
    np.testing.assert_allclose(tape.gradient(loss, logits)[0, :, :, 0], expected, atol=1e-7)


def test_the_softmax_goes_over_each_keypoints_map():
    logits = np.log([[[1.0, 4.0], [2.0, 3.0]], [[3.0, 2.0], [4.0, 1.0]]])[None]
    expected = [[[0.1, 0.4], [0.2, 0.3]], [[0.3, 0.2], [0.4, 0.1]]]
    np.testing.assert_allclose(dsnt.spatial_softmax(tf.constant(logits))[0], expected, atol=1e-6)


def test_the_softmax_of_half_precision_is_full():
    assert dsnt.spatial_softmax(tf.zeros([1, 2, 2, 1], tf.bfloat16)).dtype == tf.float32


@pytest.mark.parametrize(
    ("p", "q", "nats"),
    [
        ([[1.0, 0.0]], [[0.0, 1.0]], LN2),
        # The middle is (0.75, 0.25): half of (0.1438410 + 0.2876821).
        ([[0.5, 0.5]], [[1.0, 0.0]], 0.2157616),
        ([[0.5, 0.5]], [[0.5, 0.5]], 0.0),
    ],
)
def test_the_divergence_of_two_cells(p, q, nats):
    np.testing.assert_allclose(dsnt.js_divergence(one_map(p), one_map(q)), [[nats]], atol=1e-6)
    np.testing.assert_allclose(dsnt.js_divergence(one_map(q), one_map(p)), [[nats]], atol=1e-6)


def test_the_divergence_has_a_finite_gradient_where_a_cell_is_empty():
    p = one_map([[1.0, 0.0]])
    with tf.GradientTape() as tape:
        tape.watch(p)
        loss = dsnt.js_divergence(p, one_map([[0.0, 1.0]]))
    assert np.isfinite(tape.gradient(loss, p)).all()


def test_a_gaussian_of_three_cells():
    # 1 : exp(-1/2) on each side, so 0.4518628 in the middle and 0.2740686 beside it.
    line = [0.2740686, 0.4518628, 0.2740686]
    square = dsnt.gaussian(tf.zeros([1, 1, 2]), 1.0, 3, 3)
    np.testing.assert_allclose(square[0, :, :, 0], np.outer(line, line), atol=1e-6)


@pytest.mark.parametrize("mean", [(0.0, 0.0), (0.31, -0.77), (-0.99, 0.99), (3.0, 0.0)])
def test_every_gaussian_sums_to_one(mean):
    blob = dsnt.gaussian(tf.constant([[mean]]), 2.0, 16, 24)
    np.testing.assert_allclose(np.sum(blob), 1, atol=1e-5)


def test_the_mean_place_of_a_gaussian_is_its_mean():
    means = tf.constant([[[0.31, -0.27], [-0.4, 0.1]]])
    np.testing.assert_allclose(
        dsnt.expectation(dsnt.gaussian(means, 2.0, 32, 32)), means, atol=1e-4
    )


def test_distances():
    predicted, target = tf.constant([[[3.0, 0.0], [1.0, 1.0]]]), tf.constant([[[0.0, 4.0], [1, 1]]])
    np.testing.assert_allclose(dsnt.euclidean(predicted, target), [[5, 0]], atol=1e-6)
    np.testing.assert_allclose(dsnt.mean_square(predicted, target), [[12.5, 0]])


def test_the_distance_has_a_finite_gradient_at_zero():
    predicted = tf.zeros([1, 1, 2])
    with tf.GradientTape() as tape:
        tape.watch(predicted)
        loss = dsnt.euclidean(predicted, tf.zeros([1, 1, 2]))
    np.testing.assert_array_equal(tape.gradient(loss, predicted), np.zeros((1, 1, 2)))


def test_the_weighted_mean():
    losses = tf.constant([[1.0, 3.0, 100.0], [1.0, 1.0, 1.0]])
    weights = tf.constant([[1.0, 0.5, 0.0], [0.0, 0.0, 0.0]])
    np.testing.assert_allclose(dsnt.weighted_mean(losses, weights), [2.5 / 1.5, 0])


def test_what_has_no_weight_may_be_no_number():
    losses, weights = tf.constant([[2.0, np.nan]]), tf.constant([[1.0, 0.0]])
    np.testing.assert_allclose(dsnt.weighted_mean(losses, weights), [2])


def test_pixels_and_normalised_coordinates():
    uv = tf.constant([[0.0, 128.0], [0.5, 96.0]])
    normalised = dsnt.to_normalised(uv, 128)
    np.testing.assert_allclose(normalised, [[-1, 1], [-0.9921875, 0.5]])
    np.testing.assert_allclose(dsnt.to_pixels(normalised, 128), uv)
