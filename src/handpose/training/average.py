"""The moving average of a network's weights (Polyak & Juditsky 1992)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import keras
import tensorflow as tf

Average = list[tf.Variable]


def new_average(network: keras.Model) -> Average:
    """Averages that begin at the network's present weights.

    The moving statistics of batch normalisation are averaged too: statistics of the latest
    weights would not fit weights that are an average over many iterations.
    """
    return [tf.Variable(weight.value, trainable=False) for weight in network.weights]


def decay_at(iteration: int, decay: float) -> float:
    """The decay of step `iteration` (from 0): lower at first, so that the start is forgotten."""
    return min(decay, (1 + iteration) / (10 + iteration))


def update_average(average: Average, network: keras.Model, decay: tf.Tensor) -> None:
    """Move the averages towards the weights: average * decay + weight * (1 - decay)."""
    for mean, weight in zip(average, network.weights, strict=True):
        mean.assign(mean * decay + weight.value * (1 - decay))


@contextmanager
def averaged_weights(average: Average, network: keras.Model) -> Iterator[None]:
    """The network with its averaged weights; its own come back. Without averages: as it is."""
    own = [weight.numpy() for weight in network.weights] if average else []
    try:
        for weight, mean in zip(network.weights, average, strict=False):
            weight.assign(mean.numpy())
        yield
    finally:
        for weight, value in zip(network.weights, own, strict=False):
            weight.assign(value)
