"""hand3d's published weights: fake pickles in their format."""

import os
from pathlib import Path

import numpy as np
import pytest
from layouts import write_pickle

from handpose.config import Config
from handpose.errors import HandposeError, UsageError
from handpose.hand import ORDERS
from handpose.models.build import build_model
from handpose.models.hand3d_weights import load_hand3d_weights

SIZE = 32


def posenet(**options):
    return build_model(Config(crop_size=SIZE, network="posenet", **options)).network


@pytest.fixture(scope="module")
def published():
    """Arrays of small random numbers under the published names."""
    rng = np.random.default_rng(0)
    arrays = {"PosePrior/fc_rel0/weights": np.zeros((2, 2), np.float32)}
    for layer in posenet().layers:
        if layer.weights:
            kernel, bias = layer.get_weights()
            scope = f"PoseNet2D/{layer.name}"
            arrays[f"{scope}/weights"] = kernel
            arrays[f"{scope}/biases"] = rng.normal(0, 0.1, bias.shape).astype(np.float32)
    return arrays


@pytest.fixture(scope="module")
def refusing():
    """A network that must come out of every refused file as it was."""
    return posenet(seed=4)


def in_published_order(arrays):
    network = posenet(seed=1)
    for layer in network.layers:
        if layer.weights:
            scope = f"PoseNet2D/{layer.name}"
            layer.set_weights([arrays[f"{scope}/weights"], arrays[f"{scope}/biases"]])
    return network


def test_every_stage_is_the_published_networks_in_canonical_order(tmp_path, published):
    write_pickle(tmp_path / "w.pickle", published)
    loaded = posenet(seed=2)
    load_hand3d_weights(tmp_path / "w.pickle", loaded)
    image = np.random.default_rng(1).uniform(0, 255, (1, SIZE, SIZE, 3)).astype(np.float32)
    ours = loaded(image)["stages"]
    theirs = in_published_order(published)(image)["stages"]
    assert len(ours) == 3
    for canonical, rhd in zip(ours, theirs, strict=True):
        expected = np.asarray(rhd)[..., list(ORDERS["rhd"])]
        assert np.abs(expected).max() > 0.05
        np.testing.assert_allclose(canonical, expected, atol=1e-5)


def test_a_folder_stands_for_the_published_file_in_it(tmp_path, published):
    write_pickle(tmp_path / "posenet3d-rhd-stb-slr-finetuned.pickle", published)
    network = posenet(seed=3)
    load_hand3d_weights(tmp_path, network)
    kernel = network.get_layer("conv1_1").get_weights()[0]
    np.testing.assert_array_equal(kernel, published["PoseNet2D/conv1_1/weights"])


@pytest.mark.parametrize("folder", ["", "not_there"])
def test_an_empty_or_missing_folder_is_told_what_to_hold(tmp_path, refusing, folder):
    with pytest.raises(HandposeError, match=r"none of posenet-rhd-stb.pickle.* put one there"):
        load_hand3d_weights(tmp_path / folder, refusing)


def test_a_missing_array_is_named_and_nothing_is_changed(tmp_path, published, refusing):
    arrays = {k: v for k, v in published.items() if k != "PoseNet2D/conv7_7/biases"}
    write_pickle(tmp_path / "w.pickle", arrays)
    before = refusing.get_layer("conv1_1").get_weights()[0]
    with pytest.raises(HandposeError, match="PoseNet2D/conv7_7/biases is missing"):
        load_hand3d_weights(tmp_path / "w.pickle", refusing)
    np.testing.assert_array_equal(refusing.get_layer("conv1_1").get_weights()[0], before)


def test_a_wrong_shape_is_named_with_both_shapes(tmp_path, published, refusing):
    arrays = published | {"PoseNet2D/conv5_2/weights": np.zeros((1, 1, 512, 2), np.float32)}
    write_pickle(tmp_path / "w.pickle", arrays)
    expected = r"conv5_2/weights is float32 of shape \(1, 1, 512, 2\), .*\(1, 1, 512, 21\) expected"
    with pytest.raises(HandposeError, match=expected):
        load_hand3d_weights(tmp_path / "w.pickle", refusing)


class Intruder:
    def __init__(self, file: Path):
        self.file = file

    def __reduce__(self):
        return os.mkdir, (str(self.file),)


def test_a_pickle_with_code_is_refused_and_runs_nothing(tmp_path, refusing):
    write_pickle(tmp_path / "w.pickle", {"PoseNet2D": Intruder(tmp_path / "intruded")})
    with pytest.raises(HandposeError, match="not plain data"):
        load_hand3d_weights(tmp_path / "w.pickle", refusing)
    assert not (tmp_path / "intruded").exists()


def test_a_pickle_without_names_is_refused(tmp_path, refusing):
    write_pickle(tmp_path / "w.pickle", [1, 2])
    with pytest.raises(HandposeError, match="dictionary of arrays expected"):
        load_hand3d_weights(tmp_path / "w.pickle", refusing)


@pytest.mark.parametrize("options", [{"network": "handnet"}, {"head": "simcc"}])
def test_another_network_or_head_is_refused(tmp_path, options):
    network = build_model(Config(crop_size=SIZE, **options)).network
    with pytest.raises(UsageError, match="--network=posenet"):
        load_hand3d_weights(tmp_path, network)
