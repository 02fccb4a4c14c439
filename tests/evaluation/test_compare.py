"""Several results in one plot and one table."""

import csv
from pathlib import Path

import numpy as np
import pytest

from handpose.config import Config
from handpose.errors import HandposeError
from handpose.evaluation.compare import compare
from handpose.evaluation.measure import measure
from handpose.evaluation.protocols import PROTOCOLS
from handpose.evaluation.store import write_results
from handpose.files import write_text


@pytest.fixture
def config(tmp_path):
    return Config(data_path=str(tmp_path), save_result_path=str(tmp_path / "out"))


@pytest.fixture
def runs(config, make_predictions):
    """Two runs with results on RHD under hand3d: `first` off by 15 px, `second` by 3."""
    for name, error in (("first", 15.0), ("second", 3.0)):
        write_text(config.runs_folder / name / "config.yaml", "batch_size: 8\n")
        folder = config.runs_folder / name / "results" / "RHD_hand3d"
        results = [measure(make_predictions([error] * 3), p, 0) for p in PROTOCOLS["hand3d"]]
        write_results(folder, results, {"run": name, "dataset": "RHD"})
    return config.runs_folder


def rows(config):
    table = Path(config.save_result_path, "compared.csv").read_text()
    return list(csv.DictReader(table.splitlines()))


def test_runs_by_name_side_by_side_under_each_protocol(config, runs, capsys):
    picture = compare(["first", "second"], config)
    assert picture.read_bytes().startswith(b"\x89PNG")
    found = [(row["protocol"], row["run"], float(row["epe"])) for row in rows(config)]
    assert found == [
        ("hand3d all", "first", 15.0),
        ("hand3d all", "second", 3.0),
        ("hand3d part", "first", 15.0),
        ("hand3d part", "second", 3.0),
    ]
    printed = capsys.readouterr().out
    assert "0.500 [0.500, 0.500]" in printed
    assert "do not compare" not in printed


def test_results_on_a_dataset_whose_name_begins_alike_are_left_alone(
    config, runs, make_predictions
):
    slim = [measure(make_predictions([1.0]), PROTOCOLS["hand3d"][0], 0)]
    folder = runs / "first" / "results" / "RHD_slim_hand3d"
    write_results(folder, slim, {"run": "first", "dataset": "RHD_slim"})
    compare(["first"], config)
    assert {row["dataset"] for row in rows(config)} == {"RHD"}


def test_folders_and_single_files_compare_too(config, runs):
    folder = runs / "first" / "results" / "RHD_hand3d"
    compare([str(folder), str(runs / "second/results/RHD_hand3d/hand3d-part.npz")], config)
    assert [(row["protocol"], row["run"]) for row in rows(config)] == [
        ("hand3d all", "first"),
        ("hand3d part", "first"),
        ("hand3d part", "second"),
    ]


def test_results_of_one_name_are_told_apart_by_how_they_were_given(config, runs):
    folder = runs / "first" / "results" / "RHD_hand3d"
    compare([str(folder / "hand3d-part.npz"), str(folder)], config)
    labels = {row["run"] for row in rows(config)}
    assert labels == {str(folder / "hand3d-part.npz"), str(folder)}


def test_different_datasets_are_pointed_out(config, runs, make_predictions, capsys):
    result = measure(make_predictions(np.ones(2)), PROTOCOLS["hand3d"][0], 0)
    write_results(runs / "elsewhere", [result], {"run": "third", "dataset": "STB"})
    compare(["first", str(runs / "elsewhere" / "hand3d-part.npz")], config)
    assert "different datasets, which do not compare" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "changes", "message"),
    [
        ("frist", {}, "frist: no such run in .*; did you mean first?"),
        ("first", {"dataset_type": "STB"}, "no results on STB; run: handpose evaluation"),
        ("first", {"protocol": "mmpose"}, "first: no results under mmpose"),
        ("nothing.npz", {}, r"nothing\.npz: not a result of evaluation"),
    ],
)
def test_what_is_missing_is_named(config, runs, name, changes, message):
    with pytest.raises(HandposeError, match=message):
        compare([name], config.replace(**changes))
