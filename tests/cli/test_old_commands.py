"""The four commands of 2018 as they were typed, on folders in the layouts of RHD and STB."""

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from layouts import make_photos, make_rhd, make_stb

ROOT = Path(__file__).resolve().parents[2]
TINY = "network: handnet\ncrop_size: 64\nmax_iter: 4\nshow_loss_freq: 2\nworkers: 1\n"


@dataclass(frozen=True)
class Workspace:
    """The folder where users typed the commands, beside `data`."""

    folder: Path

    @property
    def data(self) -> Path:
        return self.folder.parent / "data"

    def type(self, line: str) -> subprocess.CompletedProcess:
        """Run one line as a user would in a shell, with small settings from a file."""
        line = line.replace("python ", f"{sys.executable} {ROOT}/") + " --config=tiny.yaml"
        done = subprocess.run(
            line, shell=True, cwd=self.folder, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done


@pytest.fixture(name="workspace")
def _workspace(tmp_path):
    workspace = Workspace(tmp_path / "code")
    workspace.folder.mkdir()
    (workspace.folder / "tiny.yaml").write_text(TINY)
    make_rhd(workspace.data / "RHD_published_v2", n_train=8, n_eval=4)
    make_stb(workspace.data / "STB")
    make_photos(workspace.data / "hand_pose_test", count=2)
    return workspace


def counts(workspace: Workspace) -> dict[str, int]:
    """How many samples the records of each dataset and part hold."""
    return {
        f"{index.parent.parent.name} {index.parent.name}": sum(
            shard["count"] for shard in json.loads(index.read_text())["shards"]
        )
        for index in (workspace.data / "TFRecords").glob("*/*/index.json")
    }


@pytest.mark.slow
def test_from_a_dataset_to_tested_pictures(workspace):
    for state in ("train", "eval"):
        workspace.type(
            "python convert_to_tfrecords.py convert_to_TFRecords "
            f"--dataset_list=RHD/STB_320 --state={state}"
        )
    # STB: two frames of three cameras in a sequence; B1 is for evaluation.
    assert counts(workspace) == {
        "RHD train": 8,
        "RHD eval": 4,
        "STB_320 train": 6,
        "STB_320 eval": 6,
    }
    runs = []
    for dataset in ("RHD", "STB_320"):
        run = check_training(workspace, dataset)
        check_evaluation(workspace, dataset, run)
        runs.append(run)
    check_test(workspace, run)
    check_comparison(workspace, runs)


def check_training(workspace: Workspace, dataset: str) -> str:
    """Train as typed, but for the number of steps, which the file gives; the run's name."""
    done = workspace.type(
        f"python handpose_tf.py train --train_marker=1 --dataset_type={dataset} "
        "--with_dnst=True --augument=False --use_gpu=True --gpu_id=0"
    )
    assert "note: with_dnst is now written with_dsnt" in done.stderr
    assert "note: augument is now written augment" in done.stderr
    (run,) = (workspace.data / "snapshots").glob(f"*_{dataset}_*")
    name = rf"\d{{4}}_n1_{dataset}_c1\.2_b8_aFalse_vTrue_dTrue_i0\.0004w"
    assert re.fullmatch(name, run.name)
    return run.name


def check_evaluation(workspace: Workspace, dataset: str, run: str) -> None:
    done = workspace.type(
        f"python handpose_tf.py evaluation --dataset_type={dataset} --with_dnst=True "
        f"--load_path={run}"
    )
    assert "AUC" in done.stdout
    results = workspace.data / "snapshots" / run / "results"
    assert {path.suffix for path in results.glob("*/*")} >= {".csv", ".json", ".npz", ".png"}


def check_test(workspace: Workspace, run: str) -> None:
    workspace.type(
        f"python handpose_tf.py test --test_data_path='hand_pose_test' --plot_eval=True "
        f"--load_path={run}"
    )
    results = workspace.data / "snapshots" / run / "results" / "test_hand_pose_test"
    assert [
        entry["file_name"] for entry in json.loads((results / "predictions.json").read_text())
    ] == [
        "home/0.png",
        "home/1.png",
    ]
    assert len(list((results / "pictures").rglob("*.png"))) == 2
    assert len(list((results / "panels").rglob("*.png"))) == 2


def check_comparison(workspace: Workspace, runs: list[str]) -> None:
    other = f"../data/snapshots/{runs[1]}/results/STB_320_hand3d_mmpose"
    done = workspace.type(
        f"python handpose_tf.py compare {runs[0]} {other} --save_result_path=compared"
    )
    plot = workspace.folder / done.stdout.splitlines()[-1].removeprefix("open ")
    assert plot.suffix == ".png"
    assert plot.exists()
