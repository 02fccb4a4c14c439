"""The optimisers as configured: decay, clipping, loss scaling, by hand."""

import keras
import numpy as np
import pytest

from handpose.config import Config
from handpose.training.optimiser import new_optimiser, scales_loss


def _network(dtype="float32"):
    """A kernel (1, 1) and a bias (1,), both 1."""
    one = keras.initializers.Constant(1)
    layer = keras.layers.Dense(1, kernel_initializer=one, bias_initializer=one, dtype=dtype)
    return keras.Sequential([keras.Input((1,)), layer])


def _config(**changes):
    return Config(lr=[0.1], lr_iter=[], **changes)


def _stepped(config, gradients, replicas=1):
    network = _network()
    optimiser = new_optimiser(config, network, replicas)
    kernel, bias = gradients
    optimiser.apply([np.float32([[kernel]]), np.float32([bias])])
    return [float(weight.numpy().ravel()[0]) for weight in network.weights]


def test_adam_takes_a_first_step_as_long_as_its_rate():
    assert _stepped(_config(), [5.0, -3.0]) == pytest.approx([0.9, 1.1], abs=1e-5)


def test_adamw_decays_kernels_and_leaves_biases():
    config = _config(optimizer="adamw", weight_decay=0.5)
    # Without gradient only the decay moves the weights: 1 - 0.1 * 0.5.
    assert _stepped(config, [0.0, 0.0]) == pytest.approx([0.95, 1.0])


@pytest.mark.parametrize(("replicas", "norm"), [(1, 1.0), (4, 0.25)])
def test_each_replica_clips_its_share_of_the_norm(replicas, norm):
    optimiser = new_optimiser(_config(clip_norm=1.0), _network(), replicas)
    assert optimiser.global_clipnorm == norm


def test_no_clipping_by_default():
    assert new_optimiser(_config(), _network(), 1).global_clipnorm is None


def test_only_float16_needs_loss_scaling(monkeypatch):
    network = _network()
    assert not scales_loss(network)
    monkeypatch.setattr(type(network), "compute_dtype", "float16")
    assert scales_loss(network)
    assert isinstance(new_optimiser(_config(), network, 1), keras.optimizers.LossScaleOptimizer)
