"""The detector's network: small, with maps at a quarter, and Lite0's names for Lite0's weights."""

import keras
import pytest

from handpose.models.cost import parameters
from handpose.models.detector.network import build_network
from handpose.models.encoders.lite0 import lite0


@pytest.fixture(name="network", scope="module")
def _network():
    return build_network(64)


def test_maps_have_a_quarter_of_the_side(network):
    shapes = {name: output.shape for name, output in network.output.items()}
    assert shapes == {"centre": (None, 16, 16), "geometry": (None, 16, 16, 6)}


def test_it_stays_below_one_and_a_half_million_parameters(network):
    assert parameters(network) < 1_500_000


def test_its_encoder_takes_the_weights_of_lite0(network):
    image = keras.Input((64, 64, 3))
    whole = keras.Model(image, lite0(image))
    shapes = {
        layer.name: [weight.shape for weight in layer.weights]
        for layer in whole.layers
        if layer.weights
    }
    own = {layer.name: [weight.shape for weight in layer.weights] for layer in network.layers}
    left_out = [name for name in shapes if own.get(name) != shapes[name]]
    assert {name[:8] for name in left_out} == {"block5_1", "block5_2", "block5_3"}
