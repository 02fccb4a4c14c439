"""A trained network back from its run, with the configuration that fits it."""

import shutil

import numpy as np
import pytest
from tiny import tiny_config, tiny_network

from handpose import shipped
from handpose.config import Config
from handpose.errors import HandposeError, UsageError
from handpose.models import build, hand3d_weights
from handpose.models.build import build_model
from handpose.runs.checkpoints import Checkpoint, best_path, save_checkpoint, write_checkpoint
from handpose.runs.folder import new_run
from handpose.runs.weights import config_of_trained, load_trained, weights_of


@pytest.fixture
def config(tmp_path, monkeypatch):
    monkeypatch.setitem(build.NETWORKS, "handnet", tiny_network)
    return tiny_config(tmp_path)


def _arrays(network, factor):
    return {name: factor * np.ones(w.shape, np.float32) for name, w in weights_of(network).items()}


@pytest.fixture
def run(config):
    """Checkpoints whose weights are all 2 and 4, then 6 with an average of 5."""
    folder = new_run(config.replace(box_scale=1.5, crop="box", sigma=4.0, encoder="lite0"))
    network = build_model(config).network
    for iteration in (2, 4):
        save_checkpoint(folder, Checkpoint(iteration, _arrays(network, iteration)), keep=5)
    save_checkpoint(folder, Checkpoint(6, _arrays(network, 6), _arrays(network, 5)), keep=5)
    return folder


def _value(model):
    values = {float(w.numpy().ravel()[0]) for w in model.network.weights}
    assert len(values) == 1
    return values.pop()


def _given(config, **changes):
    return Config(data_path=config.data_path, **changes)


def test_without_a_best_the_average_of_the_newest_is_taken(run, config):
    model, _ = load_trained(_given(config, load_path=run.name))
    assert _value(model) == 5


def test_the_best_comes_before_the_newest(run, config):
    network = build_model(config).network
    write_checkpoint(best_path(run), Checkpoint(3, _arrays(network, 3)))
    model, _ = load_trained(_given(config, load_path=str(run)))
    assert _value(model) == 3


def test_one_checkpoint_of_a_run_can_be_named(run, config):
    path = run / "checkpoints" / "iteration_00000002.npz"
    model, merged = load_trained(_given(config, load_path=str(path)))
    assert _value(model) == 2
    assert merged.network == "handnet"


# Keras' own file writing converts arrays in a way that numpy 2 frowns upon.
@pytest.mark.filterwarnings("ignore:__array__ implementation")
def test_a_keras_weights_file_is_taken_with_the_given_configuration(config, tmp_path):
    network = build_model(config).network
    for weight in network.weights:
        weight.assign(np.full(weight.shape, 7))
    network.save_weights(tmp_path / "mine.weights.h5")
    model, merged = load_trained(config.replace(load_path=str(tmp_path / "mine.weights.h5")))
    assert _value(model) == 7
    assert merged.box_scale == config.box_scale


def test_network_and_crop_are_those_of_the_run_and_the_rest_is_given(run, config):
    merged = config_of_trained(_given(config, load_path=run.name, batch_size=3))
    assert (merged.network, merged.encoder, merged.input_size) == ("handnet", "lite0", 32)
    assert (merged.sigma, merged.crop, merged.box_scale) == (4.0, "box", 1.5)
    assert merged.batch_size == 3
    assert merged.max_iter == Config().max_iter


def test_a_crop_that_is_given_wins(run, config):
    merged = config_of_trained(_given(config, load_path=run.name, box_scale=2.0))
    assert (merged.crop, merged.box_scale) == ("box", 2.0)


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        ({"head": "heatmap"}, "--head=heatmap: .* has the head dsnt; drop the flag"),
        ({"with_dsnt": False}, "--with_dsnt=False: .* has the head dsnt; drop the flag"),
        ({"crop_size": 64}, "--crop_size=64: .* was trained with crop_size=32; drop the flag"),
    ],
)
def test_a_flag_that_contradicts_the_run_is_refused(flags, message, run, config):
    with pytest.raises(UsageError, match=message):
        config_of_trained(_given(config, load_path=run.name, **flags))


@pytest.mark.parametrize("flags", [{}, {"with_dsnt": False}, {"head": "heatmap"}])
def test_a_heat_map_run_is_restored_however_its_head_is_named(flags, config):
    run = new_run(config.replace(with_dsnt=False))
    merged = config_of_trained(_given(config, load_path=run.name, **flags))
    assert merged.head_name == "heatmap"


def test_an_explicit_dsnt_head_contradicts_a_heat_map_run(config):
    run = new_run(config.replace(with_dsnt=False))
    with pytest.raises(UsageError, match="--head=dsnt"):
        config_of_trained(_given(config, load_path=run.name, head="dsnt"))


@pytest.fixture
def shipped_run(run, tmp_path, monkeypatch):
    """The run in the place of the shipped one."""
    monkeypatch.setattr(shipped, "FOLDER", tmp_path / "weights")
    shutil.copytree(run, tmp_path / "weights" / "hand_run")


def test_shipped_is_the_run_in_the_package(shipped_run, tmp_path):
    model, merged = load_trained(Config(data_path=str(tmp_path / "none"), load_path="shipped"))
    assert _value(model) == 5
    assert (merged.network, merged.input_size, merged.crop) == ("handnet", 32, "box")


def test_while_nothing_is_shipped_that_is_said(config, tmp_path, monkeypatch):
    monkeypatch.setattr(shipped, "FOLDER", tmp_path)
    with pytest.raises(HandposeError, match="no model is shipped"):
        load_trained(_given(config, load_path="shipped"))


def test_a_file_of_another_kind_says_who_takes_it(config, tmp_path):
    (tmp_path / "hand.tflite").touch()
    with pytest.raises(HandposeError, match=r"hand.tflite: a run, .* test take .tflite"):
        load_trained(_given(config, load_path=str(tmp_path / "hand.tflite")))


def test_no_load_path_says_how_to_give_one(config):
    with pytest.raises(HandposeError, match="--load_path=RUN"):
        load_trained(config)


def test_a_run_without_checkpoints_is_named(config):
    run = new_run(config)
    with pytest.raises(HandposeError, match="no checkpoint yet"):
        load_trained(_given(config, load_path=run.name))


def test_weights_of_another_network_are_one_line_that_names_the_first_misfit(config):
    run = new_run(config)
    arrays = _arrays(build_model(config).network, 1.0)
    arrays["maps/kernel"] = np.zeros((1, 1, 8, 21), np.float32)
    save_checkpoint(run, Checkpoint(1, arrays), keep=1)
    message = r"maps/kernel is \(1, 1, 8, 21\), \(3, 3, 8, 21\) expected"
    with pytest.raises(HandposeError, match=message):
        load_trained(_given(config, load_path=run.name))


def test_a_keras_file_of_another_network_is_one_line(config, tmp_path):
    path = tmp_path / "mine.weights.h5"
    path.write_bytes(b"not HDF5")
    with pytest.raises(HandposeError, match="not weights of this handnet") as caught:
        load_trained(config.replace(load_path=str(path)))
    assert "\n" not in str(caught.value)


def test_origin_paper_is_the_published_posenet_with_heat_maps(config, monkeypatch):
    asked = []
    monkeypatch.setattr(
        hand3d_weights, "load_hand3d_weights", lambda path, network: asked.append(path)
    )
    model, merged = load_trained(_given(config, load_path="OriginPaper", crop_size=32))
    assert (merged.network, merged.head_name, merged.crop) == ("posenet", "heatmap", "hand3d")
    assert model.network.name == "posenet"
    assert [str(path) for path in asked] == [str(config.data_path) + "/weights"]
