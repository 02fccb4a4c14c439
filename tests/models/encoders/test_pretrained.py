"""Weights learnt elsewhere reach the layers they belong to, or are refused by name."""

import keras
import numpy as np
import pytest

from handpose.errors import HandposeError
from handpose.models.encoders.pretrained import load_encoder


@pytest.fixture(name="network")
def _network():
    image = keras.Input((4, 4, 2))
    x = keras.layers.Conv2D(3, 1, use_bias=False, name="stem")(image)
    return keras.Model(image, keras.layers.Conv2D(1, 1, name="maps")(x))


def test_named_layers_are_set_and_others_stay(network, tmp_path):
    before = network.get_layer("maps").get_weights()[0]
    kernel = np.arange(6, dtype=np.float32).reshape(1, 1, 2, 3)
    np.savez(tmp_path / "w.npz", **{"stem/0": kernel})
    assert load_encoder(network, tmp_path / "w.npz") == 1
    np.testing.assert_array_equal(network.get_layer("stem").get_weights()[0], kernel)
    np.testing.assert_array_equal(network.get_layer("maps").get_weights()[0], before)


def test_places_are_sorted_as_numbers(network, tmp_path):
    bias, kernel = np.array([7.0]), np.ones((1, 1, 3, 1))
    np.savez(tmp_path / "w.npz", **{"maps/1": bias, "maps/0": kernel})
    load_encoder(network, tmp_path / "w.npz")
    assert network.get_layer("maps").get_weights()[1] == 7


def test_blocks_that_a_shortened_encoder_lacks_are_left_out(network, tmp_path):
    kernel = np.ones((1, 1, 2, 3))
    np.savez(tmp_path / "w.npz", **{"stem/0": kernel, "block5_3/0": np.zeros(5)})
    assert load_encoder(network, tmp_path / "w.npz") == 1


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("stem/0", r"layer stem has shapes \[\(5,\)\], \[\(1, 1, 2, 3\)\] expected"),
        ("other/0", "no layer of .* is in it; choose the encoder"),
    ],
)
def test_weights_of_another_network_are_named(network, tmp_path, name, message):
    np.savez(tmp_path / "w.npz", **{name: np.zeros(5)})
    with pytest.raises(HandposeError, match=message):
        load_encoder(network, tmp_path / "w.npz")


def test_arrays_under_other_names_are_refused(network, tmp_path):
    np.savez(tmp_path / "w.npz", kernel=np.zeros(5))
    with pytest.raises(HandposeError, match=r"w.npz: weights of an encoder expected"):
        load_encoder(network, tmp_path / "w.npz")


def test_a_file_that_is_no_archive_is_named(network, tmp_path):
    (tmp_path / "w.npz").write_text("not weights")
    with pytest.raises(HandposeError, match=r"w.npz: weights of an encoder expected"):
        load_encoder(network, tmp_path / "w.npz")
