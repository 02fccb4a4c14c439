"""Going on where a training stopped."""

import os
import shutil
import signal
from dataclasses import replace

import pytest
from tiny import same_checkpoints

from handpose.errors import HandposeError, UsageError
from handpose.runs.checkpoints import (
    checkpoint_files,
    newest_checkpoint,
    save_checkpoint,
)
from handpose.runs.folder import newest_run
from handpose.training import loop
from handpose.training.loop import train


def _stop_after(iteration, patch):
    def check_and_stop(losses, done, run):
        if done == iteration:
            os.kill(os.getpid(), signal.SIGTERM)

    patch.setattr(loop, "check_losses", check_and_stop)


def test_a_stopped_run_goes_on_to_the_same_weights(config, monkeypatch, capsys):
    config = config.replace(augment=True, ema=0.9, optimizer="adamw", warmup_iter=4)
    whole = train(config.replace(train_marker="whole"))
    with monkeypatch.context() as patch:
        _stop_after(3, patch)
        with pytest.raises(KeyboardInterrupt):
            train(config)
    assert "stopped after iteration 3; go on with --resume=True" in capsys.readouterr().err
    assert newest_checkpoint(newest_run(config)).iteration == 3
    run = train(config.replace(resume=True))
    assert newest_checkpoint(run).iteration == 6
    same_checkpoints(newest_checkpoint(run), newest_checkpoint(whole))


def test_a_damaged_newest_checkpoint_costs_only_its_own_iterations(finished, config, capsys):
    whole = newest_checkpoint(finished)
    damaged = checkpoint_files(finished)[-1]
    damaged.write_bytes(damaged.read_bytes()[:-50])
    assert train(config.replace(resume=True)) == finished
    assert f"{damaged}: not a whole checkpoint" in capsys.readouterr().err
    same_checkpoints(newest_checkpoint(finished), whole)


def test_a_finished_run_resumes_to_nothing(finished, config, capsys):
    before = checkpoint_files(finished)[-1].stat().st_mtime_ns
    assert train(config.replace(resume=True)) == finished
    assert checkpoint_files(finished)[-1].stat().st_mtime_ns == before
    assert capsys.readouterr().err == "all 6 iterations were done before\n"


def test_a_run_stopped_before_its_first_checkpoint_begins_anew(finished, config):
    whole = newest_checkpoint(finished)
    shutil.rmtree(finished / "checkpoints")
    same_checkpoints(newest_checkpoint(train(config.replace(resume=True))), whole)


def test_there_must_be_something_to_resume(config):
    with pytest.raises(HandposeError, match=r"no run MMDD_n1_.* to resume"):
        train(config.replace(resume=True))


def test_resuming_with_another_rate_is_refused(finished, config):
    with pytest.raises(UsageError, match=r"--lr=\[0.5\]: .* was started with \[0.01\]"):
        train(config.replace(resume=True, lr=[0.5]))


def test_resuming_with_other_records_is_refused(finished, config):
    newest = newest_checkpoint(finished)
    progress = dict(newest.progress) | {"samples": 8}
    save_checkpoint(finished, replace(newest, progress=progress), keep=1)
    with pytest.raises(HandposeError, match="began with 8 samples, the records hold 9 now"):
        train(config.replace(resume=True))
