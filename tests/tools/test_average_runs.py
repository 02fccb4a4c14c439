"""The mean of two runs' weights is a run of its own; nothing there is written over."""

from pathlib import Path

import numpy as np
import pytest
from tiny import tiny_config, tiny_network

from handpose.config import Config
from handpose.errors import UsageError
from handpose.export.run_folder import write_run
from handpose.models import build
from handpose.models.build import build_model
from handpose.runs.weights import load_trained

TOOLS = Path(__file__).parents[2] / "tools"


@pytest.fixture(name="tool")
def _tool(monkeypatch):
    monkeypatch.syspath_prepend(TOOLS)
    import average_runs

    return average_runs


@pytest.fixture(name="runs")
def _runs(tmp_path, monkeypatch):
    """Two runs whose weights are all 2 and all 6."""
    monkeypatch.setitem(build.NETWORKS, "handnet", tiny_network)
    config = tiny_config(tmp_path).replace(crop="box", box_scale=1.5)
    network = build_model(config).network
    for name, value in (("first", 2.0), ("then", 6.0)):
        for weight in network.weights:
            weight.assign(np.full(weight.shape, value))
        write_run(network, config, tmp_path / name)
    return str(tmp_path / "first"), str(tmp_path / "then")


def test_the_share_is_the_second_ones(tool, runs, tmp_path):
    tool.main(*runs, share=0.75, out=str(tmp_path / "mean"))
    model, config = load_trained(Config(load_path=str(tmp_path / "mean")))
    assert {float(v) for w in model.network.weights for v in w.numpy().ravel()} == {5.0}
    assert (config.crop, config.box_scale) == ("box", 1.5)


def test_an_impossible_share_and_a_folder_that_is_there_are_refused(tool, runs, tmp_path):
    with pytest.raises(UsageError, match=r"--share=1.5: 0 to 1 expected"):
        tool.main(*runs, share=1.5, out=str(tmp_path / "mean"))
    with pytest.raises(UsageError, match=r"is there already; name a new folder"):
        tool.main(*runs, out=runs[0])
