"""The moving average of weights, by hand."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from handpose.training.average import averaged_weights, decay_at, new_average, update_average


@pytest.fixture
def network():
    """One weight, 2."""
    layer = keras.layers.Dense(1, use_bias=False, kernel_initializer=keras.initializers.Constant(2))
    return keras.Sequential([keras.Input((1,)), layer])


@pytest.mark.parametrize(
    ("iteration", "decay"), [(0, 0.1), (8, 0.5), (80, 0.9), (989, 0.99), (10**6, 0.99)]
)
def test_the_decay_is_lower_at_first(iteration, decay):
    assert decay_at(iteration, 0.99) == pytest.approx(decay)


def test_the_average_moves_towards_the_weight(network):
    average = new_average(network)
    network.weights[0].assign([[4.0]])
    values = []
    for _ in range(2):
        update_average(average, network, tf.constant(0.75))
        values.append(float(average[0].numpy()[0, 0]))
    assert values == pytest.approx([2 * 0.75 + 4 * 0.25, 2.5 * 0.75 + 4 * 0.25])


def test_moving_statistics_are_averaged_too():
    network = keras.Sequential([keras.Input((3,)), keras.layers.BatchNormalization()])
    assert len(new_average(network)) == 4


def _fail_while_averaged(average, network):
    with averaged_weights(average, network):
        assert float(network(np.ones((1, 1)))[0, 0]) == 2
        raise ZeroDivisionError


def test_the_network_gets_its_own_weights_back_even_after_an_error(network):
    average = new_average(network)
    network.weights[0].assign([[4.0]])
    with pytest.raises(ZeroDivisionError):
        _fail_while_averaged(average, network)
    assert network.weights[0].numpy() == 4


def test_without_an_average_the_network_stays_as_it_is(network):
    with averaged_weights([], network):
        assert network.weights[0].numpy() == 2
