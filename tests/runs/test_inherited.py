"""A training takes network and crop over from the run that it starts from; flags come first."""

import pytest

from handpose import shipped
from handpose.config import Config
from handpose.errors import HandposeError, UsageError
from handpose.options import resolve
from handpose.runs.inherited import with_inherited

RUN = """
network: handnet
encoder: lite0
crop_size: 192
upright_size: 64
sigma: 6.0
head: heatmap
crop: box
box_scale: 1.4
"""


@pytest.fixture(autouse=True)
def _shipped(tmp_path, monkeypatch):
    """A shipped run, without weights: only its configuration is asked for."""
    (tmp_path / "hand_run").mkdir()
    (tmp_path / "hand_run" / "config.yaml").write_text(RUN)
    monkeypatch.setattr(shipped, "FOLDER", tmp_path)


def settled(*given):
    return with_inherited(resolve(Config, *given), given)


def test_what_is_not_given_is_the_runs():
    config = settled({"load_path": "shipped", "dataset_type": "COCO", "batch_size": 4})
    expected = Config(
        load_path="shipped",
        dataset_type="COCO",
        batch_size=4,
        network="handnet",
        encoder="lite0",
        crop_size=192,
        upright_size=64,
        sigma=6.0,
        head="heatmap",
        crop="box",
        box_scale=1.4,
    )
    assert config == expected


def test_what_may_be_learnt_anew_is_taken_as_given_by_file_or_flag():
    config = settled({"crop_size": 128, "crop": "hand3d"}, {"load_path": "shipped", "sigma": 4})
    assert (config.crop_size, config.crop, config.sigma) == (128, "hand3d", 4.0)
    assert (config.network, config.box_scale) == ("handnet", 1.4)


@pytest.mark.parametrize(
    ("flags", "head"),
    [
        ({"with_dnst": True}, "dsnt"),  # the spelling of 2018
        ({"with_dsnt": False}, "heatmap"),
        ({"head": "dsnt"}, "dsnt"),
        ({}, "heatmap"),
    ],
)
def test_a_head_is_taken_as_given_under_each_of_its_names(flags, head):
    assert settled({"load_path": "shipped"} | flags).head_name == head


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        # The default, but typed.
        ({"network": "posenet"}, "--network=posenet: shipped has the network handnet; drop"),
        ({"encoder": "fused"}, "--encoder=fused: shipped has the encoder lite0; drop the flag"),
    ],
)
def test_another_network_is_refused_even_where_it_is_the_default(flags, message):
    with pytest.raises(UsageError, match=message):
        settled({"load_path": "shipped"} | flags)


def test_the_same_network_may_be_typed():
    assert settled({"load_path": "shipped", "network": "handnet"}).crop_size == 192


@pytest.mark.parametrize("load_path", ["", "OriginPaper"])
def test_without_a_run_everything_stays(load_path):
    assert settled({"load_path": load_path}) == Config(load_path=load_path)


def test_weights_outside_any_run_leave_everything_as_given(tmp_path):
    path = tmp_path / "alone" / "mine.weights.h5"
    path.parent.mkdir()
    path.touch()
    assert settled({"load_path": str(path)}) == Config(load_path=str(path))


def test_a_run_that_is_not_there_is_named(tmp_path):
    with pytest.raises(HandposeError, match="none: no such run"):
        settled({"load_path": "none", "data_path": str(tmp_path)})


def test_a_shipped_file_is_not_weights():
    with pytest.raises(UsageError, match=r"shipped_int8: a file .* take --load_path=shipped$"):
        settled({"load_path": "shipped_int8"})


def test_shipped_is_the_detectors_run_for_detection(tmp_path):
    (tmp_path / "detector_run").mkdir()
    (tmp_path / "detector_run" / "config.yaml").write_text("task: detection\ncrop_size: 160\n")
    config = settled({"load_path": "shipped", "task": "detection"})
    assert (config.task, config.input_size) == ("detection", 160)
