"""The networks: what they cost, what they give, that they can be built alike again."""

import keras
import numpy as np
import pytest

from handpose.config import Config
from handpose.models.build import build_model
from handpose.models.cost import multiply_accumulates, parameters


def network_of(**options):
    return build_model(Config(**options)).network


@pytest.fixture(scope="module")
def posenet():
    return network_of(network="posenet")


def test_posenet_costs_what_the_original_does(posenet):
    assert round(parameters(posenet) / 1e6, 1) == 17.5
    assert round(multiply_accumulates(posenet) / 1e9, 1) == 30.2


def test_posenet_has_three_stages_at_an_eighth_of_the_side(posenet):
    assert posenet.input_shape == (None, 256, 256, 3)
    assert [stage.shape for stage in posenet.output["stages"]] == [(None, 32, 32, 21)] * 3
    assert set(posenet.output) == {"stages"}


def test_posenet_layers_by_hand(posenet):
    # 3x3 from 3 to 64 channels; 7x7 from 21 + 128 to 128; 1x1 from 128 to 21; with biases.
    assert posenet.get_layer("conv1_1").count_params() == 9 * 3 * 64 + 64
    assert posenet.get_layer("conv6_1").count_params() == 49 * 149 * 128 + 128
    assert posenet.get_layer("conv7_7").count_params() == 128 * 21 + 21


@pytest.mark.parametrize("encoder", ["fused", "lite0"])
@pytest.mark.parametrize("side", [128, 224])
def test_handnet_is_light_and_reads_maps_at_a_quarter_of_the_side(encoder, side):
    network = network_of(network="handnet", encoder=encoder, crop_size=side)
    assert parameters(network) <= 3.5e6
    shapes = {name: value.shape for name, value in network.output.items() if name != "stages"}
    assert shapes == {"score": (None, 21), "handedness": (None,), "presence": (None,)}
    assert [stage.shape for stage in network.output["stages"]] == [(None, side // 4, side // 4, 21)]


def test_the_cost_of_a_few_layers_by_hand():
    image = keras.Input((8, 8, 3))
    x = keras.layers.Conv2D(5, 3, strides=2, padding="same")(image)  # 4 x 4 x (9 x 3 x 5)
    x = keras.layers.DepthwiseConv2D(3, padding="same")(x)  # 4 x 4 x (9 x 5)
    x = keras.layers.BatchNormalization()(x)
    x = keras.layers.Dense(7)(keras.layers.Flatten()(x))  # 80 x 7
    network = keras.Model(image, x)
    assert multiply_accumulates(network) == 16 * 135 + 16 * 45 + 560
    assert parameters(network) == (135 + 5) + (45 + 5) + (5 + 5) + (560 + 7)


@pytest.mark.parametrize("name", ["posenet", "handnet"])
def test_a_seed_gives_the_same_weights_and_another_others(name):
    one, same, other = (
        network_of(network=name, crop_size=32, seed=seed).get_weights() for seed in (3, 3, 4)
    )
    for left, right in zip(one, same, strict=True):
        np.testing.assert_array_equal(left, right)
    assert any(not np.array_equal(left, right) for left, right in zip(one, other, strict=True))


def test_handnet_ends_without_a_bound_before_the_softmax():
    last = network_of(network="handnet", crop_size=32).get_layer("maps")
    assert last.activation.__name__ == "linear"
    assert last.use_bias
