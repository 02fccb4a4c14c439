"""Results lie in their run, but never in the package."""

from pathlib import Path

from handpose import shipped
from handpose.config import Config
from handpose.runs.folder import new_run
from handpose.runs.results import results_folder


def test_results_lie_in_their_run(tmp_path):
    run = new_run(Config(data_path=str(tmp_path)))
    config = Config(data_path=str(tmp_path), load_path=run.name)
    assert results_folder(config) == run / "results"


def test_results_of_lone_weights_lie_below_the_data(tmp_path):
    (tmp_path / "mine.weights.h5").touch()
    config = Config(data_path="data", load_path=str(tmp_path / "mine.weights.h5"))
    assert results_folder(config) == Path("data/results/mine")


def test_results_of_the_shipped_run_do_too_however_it_is_named(tmp_path, monkeypatch):
    folder = tmp_path / "weights" / "hand_run"
    folder.mkdir(parents=True)
    (folder / "config.yaml").write_text("network: handnet\n")
    monkeypatch.setattr(shipped, "FOLDER", tmp_path / "weights")
    assert results_folder(Config(load_path="shipped")) == Path("../data/results/shipped")
    monkeypatch.chdir(tmp_path)
    named = results_folder(Config(load_path="weights/hand_run"))
    assert named == Path("../data/results/hand_run")
