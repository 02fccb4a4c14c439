"""`evaluation` from records to files: of a run, of a file, and what it refuses."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from handpose.errors import HandposeError
from handpose.evaluation.coco_results import write_predictions
from handpose.evaluation.predict import Predictions, labels
from handpose.evaluation.run import evaluation
from handpose.records.locate import open_all

ROOT = Path(__file__).resolve().parents[2]


def first_row(folder, protocol="hand3d part"):
    rows = csv.DictReader((folder / "results.csv").read_text().splitlines())
    return next(row for row in rows if row["protocol"] == protocol)


def test_the_command_as_users_type_it(rhd_run):
    words = ["evaluation", "--dataset_type=RHD", "--with_dnst=True"]
    where = [f"--load_path={rhd_run.load_path}", f"--data_path={rhd_run.data_path}"]
    command = [sys.executable, str(ROOT / "handpose_tf.py"), *words, *where]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    folder = Path(rhd_run.data_path, "snapshots", rhd_run.load_path, "results/RHD_hand3d_mmpose")
    assert f"results in {folder}" in done.stdout
    assert "hand3d part" in done.stdout
    assert {path.name for path in folder.iterdir()} == {
        *("results.json", "results.csv", "predictions.json", "pck.png", "keypoints.png"),
        "score.png",
        *("hand3d-part.npz", "hand3d-all.npz", "mmpose.npz"),
        *("worst_hand3d-part.png", "worst_mmpose.png"),
    }
    row = first_row(folder)
    assert (row["run"], row["images"], row["keypoints"]) == (rhd_run.load_path, "5", "105")
    assert 0 < float(row["epe_low"]) <= float(row["epe"]) <= float(row["epe_high"]) < 160
    # Every keypoint counts in both, so that only another crop can make another error.
    assert abs(float(first_row(folder, "mmpose")["epe"]) - float(row["epe"])) > 0.01


def test_a_runs_own_predictions_file_gives_the_same_numbers(rhd_run, tmp_path, capsys):
    of_run = evaluation(rhd_run.replace(save_result_path=str(tmp_path / "run"), protocol="hand3d"))
    of_file = evaluation(
        rhd_run.replace(predictions=str(of_run / "predictions.json"), load_path="")
    )
    assert of_file == of_run / "predictions_RHD_hand3d_mmpose"
    left, right = (float(first_row(folder)["epe"]) for folder in (of_run, of_file))
    assert left == pytest.approx(right, abs=1e-3)
    assert "predictions on RHD eval" in capsys.readouterr().out


def test_one_checkpoint_of_a_run_has_results_of_its_own(rhd_run):
    run = Path(rhd_run.data_path, "snapshots", rhd_run.load_path)
    checkpoint = run / "checkpoints" / "iteration_00000000.npz"
    folder = evaluation(rhd_run.replace(load_path=str(checkpoint), protocol="mmpose"))
    assert folder == run.resolve() / "results" / "RHD_mmpose_iteration_00000000"
    assert first_row(folder, "mmpose")["run"] == f"{run.name}/iteration_00000000"


def test_perfect_predictions_make_no_error(rhd_run, tmp_path):
    known = labels(open_all(rhd_run, "eval"))
    given = Predictions(
        keypoints=known["truth"], scores=known["labelled"] * 1.0, presence=known["labelled"][:, 0],
        handedness=known["true_handedness"] * 1.0, **known,
    )  # fmt: skip
    write_predictions(tmp_path / "perfect.json", given)
    folder = evaluation(
        rhd_run.replace(
            predictions=str(tmp_path / "perfect.json"), load_path="", plot_eval=True,
            protocol="hand3d,mmpose,real-photo", save_eval_plot_path=str(tmp_path / "panels"),
        )
    )  # fmt: skip
    content = json.loads((folder / "results.json").read_text())
    found = {result["protocol"]: result["rows"][0] for result in content["results"]}
    assert list(found) == ["hand3d part", "hand3d all", "mmpose", "real-photo"]
    for protocol, row in found.items():
        assert row["epe"]["value"] == pytest.approx(0.0, abs=1e-3)
        assert row["auc"]["value"] == pytest.approx(0.95 if protocol == "mmpose" else 1, abs=0.03)
    assert content["about"]["handedness"]["value"] == 1.0
    assert len(list((tmp_path / "panels").iterdir())) == 5


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"load_path": "hand.tflite"}, "--load_path=hand.tflite: no such file"),
        ({"load_path": "0810_n2"}, "0810_n2: no such run"),
        ({"dataset_type": "STB"}, "no records of STB; make them with: handpose convert"),
        ({"load_path": "", "predictions": "none.json"}, "none.json: no such file"),
    ],
)
def test_what_is_missing_is_named_and_no_folder_is_made_for_it(
    rhd_run, changes, message, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(HandposeError, match=message):
        evaluation(rhd_run.replace(**changes))
    assert list(tmp_path.iterdir()) == []
    assert capsys.readouterr().err == ""


def test_an_error_leaves_no_empty_line_before_it(rhd_run, tmp_path, capsys):
    (tmp_path / "theirs.json").write_text("junk")
    with pytest.raises(HandposeError, match=r"theirs\.json: not JSON"):
        evaluation(rhd_run.replace(load_path="", predictions=str(tmp_path / "theirs.json")))
    assert capsys.readouterr().err == ""


def test_a_folder_that_takes_no_file_is_named_before_the_work(rhd_run, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(HandposeError, match="cannot be written"):
        evaluation(rhd_run.replace(save_result_path=str(tmp_path / "file")))
