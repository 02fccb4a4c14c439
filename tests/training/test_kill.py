"""The users' own command, killed in the middle and resumed."""

import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from tiny import tiny_config

from handpose.runs.checkpoints import checkpoint_files, newest_checkpoint
from handpose.training.loop import train

ROOT = Path(__file__).resolve().parents[2]
WORDS = (
    "train", "--train_marker=1", "--dataset_type=RHD", "--max_iter=12", "--with_dnst=True",
    "--augument=False", "--network=handnet", "--crop_size=64", "--batch_size=4", "--lr=[0.001]",
    "--lr_iter=[]", "--snapshot_freq=2", "--show_loss_freq=2", "--keep=9", "--ema=0.9",
    "--use_gpu=False",
)  # fmt: skip


def _start(records, runs, *words):
    command = [sys.executable, str(ROOT / "handpose_tf.py"), *WORDS, *words]
    folders = [f"--data_path={records}", f"--snapshot_path={runs}"]
    return subprocess.Popen(
        command + folders, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def _wait_for_checkpoints(runs, count, process):
    while sum(len(checkpoint_files(run)) for run in runs.glob("*")) < count:
        assert process.poll() is None, process.stderr.read()
        time.sleep(0.002)


@pytest.mark.slow
def test_a_killed_run_ends_with_the_same_weights_as_one_never_stopped(records, tmp_path):
    runs = tmp_path / "runs"
    killed = _start(records, runs)
    _wait_for_checkpoints(runs, 2, killed)
    killed.kill()
    killed.communicate()
    (run,) = runs.iterdir()
    assert 4 <= newest_checkpoint(run).iteration < 12

    resumed = _start(records, runs, "--resume=True")
    config = tiny_config(
        records, snapshot_path=str(tmp_path / "whole"), crop_size=64, max_iter=12, lr=[1e-3],
        ema=0.9, keep=9,
    )  # fmt: skip
    whole = newest_checkpoint(train(config))
    out, error = resumed.communicate(timeout=300)
    assert resumed.returncode == 0, error
    assert out == f"the run is in {run}\n"
    assert [path.name for path in runs.iterdir()] == [run.name]
    _same(newest_checkpoint(run), whole)


def _same(first, second):
    assert first.iteration == second.iteration == 12
    for group in ("weights", "average", "optimiser"):
        for name, array in getattr(first, group).items():
            np.testing.assert_array_equal(array, getattr(second, group)[name], err_msg=name)
