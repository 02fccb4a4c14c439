"""Augmentation of place: bounds, identity at strength 0, the mirror in numbers."""

import numpy as np
import pytest
import tensorflow as tf
from a_record import in_a_dataset

from handpose.pipeline import geometric

SQUARE = tf.constant([100.0, 80.0, 50.0])
POINTS = tf.reshape(tf.range(42.0), [21, 2])
MAP = tf.constant([[2.0, 1.0, 5.0], [0.0, 3.0, 7.0]])
SEEDS = [(7, position) for position in range(400)]

VARIED = {
    "noisy_keypoints": lambda seed: geometric.noisy_keypoints(POINTS, 2.5, seed),
    "noisy_centre": lambda seed: geometric.noisy_centre(SQUARE, 20.0, seed),
    "scaled": lambda seed: geometric.scaled(SQUARE, 0.25, seed),
    "anywhere": lambda seed: geometric.anywhere(SQUARE, seed),
    "shifted": lambda seed: geometric.shifted(SQUARE, 0.1, seed),
    "turn": lambda seed: geometric.turn(180.0, seed),
    "mirrors": lambda seed: geometric.mirrors(0.5, seed),
}


@pytest.mark.parametrize("name", VARIED)
def test_eager_and_tf_data_agree_for_a_seed(name):
    inside = in_a_dataset(VARIED[name], SEEDS[:6])
    eager = [VARIED[name](tf.constant(seed, tf.int64)).numpy() for seed in SEEDS[:6]]
    np.testing.assert_allclose(inside, eager, rtol=1e-6)
    assert len({np.asarray(one).tobytes() for one in eager}) > 1


def test_strength_zero_changes_nothing():
    seed = tf.constant([1, 2])
    np.testing.assert_array_equal(geometric.noisy_keypoints(POINTS, 0.0, seed), POINTS)
    np.testing.assert_array_equal(geometric.noisy_centre(SQUARE, 0.0, seed), SQUARE)
    np.testing.assert_array_equal(geometric.scaled(SQUARE, 0.0, seed), SQUARE)
    np.testing.assert_array_equal(geometric.shifted(SQUARE, 0.0, seed), SQUARE)
    assert geometric.turn(0.0, seed) == 0
    assert not geometric.mirrors(0.0, seed)


@pytest.fixture(scope="module")
def many():
    return {name: np.array(in_a_dataset(function, SEEDS)) for name, function in VARIED.items()}


def test_noise_has_its_standard_deviation(many):
    noise = many["noisy_keypoints"] - POINTS.numpy()
    np.testing.assert_allclose(noise.std(), 2.5, rtol=0.03)
    assert abs(noise.mean()) < 0.1
    shift = many["noisy_centre"] - SQUARE.numpy()
    np.testing.assert_allclose(shift[:, :2].std(), 20, rtol=0.1)
    assert (shift[:, 2] == 0).all()


def test_scale_goes_as_far_down_as_up(many):
    factors = many["scaled"][:, 2] / 50
    assert 0.8 <= factors.min() < 0.82  # 1 / 1.25
    assert 1.23 < factors.max() <= 1.25
    np.testing.assert_allclose(np.log(factors).mean(), 0, atol=0.03)
    np.testing.assert_array_equal(many["scaled"][:, :2], [[100, 80]] * len(SEEDS))


def test_shift_is_a_share_of_the_side(many):
    shift = many["shifted"] - SQUARE.numpy()
    assert 4.8 < np.abs(shift[:, :2]).max() <= 5.001
    assert (shift[:, 2] == 0).all()
    assert abs(np.corrcoef(shift[:, 0], shift[:, 1])[0, 1]) < 0.2


def test_turns_fill_the_circle(many):
    assert many["turn"].min() < -170
    assert many["turn"].max() > 170
    assert np.abs(many["turn"]).max() <= 180


def test_half_are_mirrored(many):
    assert 0.4 < many["mirrors"].mean() < 0.6
    assert all(geometric.mirrors(1.0, tf.constant(seed)) for seed in SEEDS[:20])


def test_the_mirrored_map_turns_x_round():
    expected = [[-2, -1, 59], [0, 3, 7]]
    np.testing.assert_array_equal(geometric.mirrored_map(MAP, 64), expected)


def test_the_mirror_changes_sides_and_leaves_unknown():
    np.testing.assert_array_equal(
        geometric.mirrored_handedness(tf.constant([0, 1, -1])), [1, 0, -1]
    )


def test_anywhere_is_a_smaller_square_inside():
    squares = np.array([geometric.anywhere(SQUARE, tf.constant(seed)) for seed in SEEDS])
    # The square of 50 px round (100, 80).
    assert (squares[:, :2] - squares[:, 2:] / 2 >= np.array([75, 55]) - 1e-3).all()
    assert (squares[:, :2] + squares[:, 2:] / 2 <= np.array([125, 105]) + 1e-3).all()
    assert 15 <= squares[:, 2].min() < 17
    assert 48 < squares[:, 2].max() <= 50
