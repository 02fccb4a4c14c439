"""Records of a tiny RHD, made once, and the tiny network in HandNet's place."""

import shutil
from pathlib import Path

import pytest
from layouts import make_rhd
from tiny import tiny_config, tiny_network

from handpose.models import build
from handpose.records.convert import convert
from handpose.training.loop import train


@pytest.fixture(scope="session")
def records(tmp_path_factory):
    """A data folder with records of 9 training and 4 evaluation hands."""
    folder = tmp_path_factory.mktemp("data")
    make_rhd(folder / "RHD_published_v2", 9, 4)
    for state in ("train", "eval"):
        convert(tiny_config(folder, state=state, shard_size=4))
    return folder


@pytest.fixture
def config(records, tmp_path, monkeypatch):
    """A configuration of a short training of a tiny network, with runs of its own."""
    monkeypatch.setitem(build.NETWORKS, "handnet", tiny_network)
    return tiny_config(records, snapshot_path=str(tmp_path / "runs"))


@pytest.fixture(scope="session")
def trained(records, tmp_path_factory):
    """The run of that configuration, trained once."""
    runs = tmp_path_factory.mktemp("trained")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(build.NETWORKS, "handnet", tiny_network)
        return train(tiny_config(records, snapshot_path=str(runs)))


@pytest.fixture
def finished(trained, config):
    """A copy of the trained run among the configuration's own runs."""
    return Path(shutil.copytree(trained, config.runs_folder / trained.name))
