"""What a network costs: parameters and multiply-accumulates, counted from its layers."""

from __future__ import annotations

import math

import keras


def parameters(network: keras.Model) -> int:
    """Trainable parameters."""
    return sum(math.prod(weight.shape) for weight in network.trainable_weights)


def multiply_accumulates(network: keras.Model) -> int:
    """Multiply-accumulates of convolutions and dense layers for one picture."""
    return sum(_of_layer(layer) for layer in network.layers)


def _of_layer(layer: keras.Layer) -> int:
    if isinstance(layer, (keras.layers.Conv2D, keras.layers.DepthwiseConv2D)):
        return math.prod(layer.output.shape[1:3]) * math.prod(layer.kernel.shape)
    if isinstance(layer, keras.layers.Dense):
        return math.prod(layer.output.shape[1:-1]) * math.prod(layer.kernel.shape)
    return 0
