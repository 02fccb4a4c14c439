"""Whole trainings of a tiny network: what they leave behind and how they stop."""

import os
import signal

import numpy as np
import pytest
from tiny import events, scalars, tiny_network

from handpose.errors import HandposeError, UsageError
from handpose.models import build
from handpose.runs import checkpoints
from handpose.runs.checkpoints import (
    best_path,
    checkpoint_files,
    newest_checkpoint,
    read_checkpoint,
    save_checkpoint,
)
from handpose.runs.folder import folder_of_today
from handpose.training import loop
from handpose.training.judge import Judge
from handpose.training.loop import train


def _same(first, second):
    for group in ("weights", "average", "optimiser"):
        arrays, others = getattr(first, group), getattr(second, group)
        assert arrays.keys() == others.keys()
        for name, array in arrays.items():
            np.testing.assert_array_equal(array, others[name], err_msg=f"{group} {name}")


def test_a_run_holds_its_configuration_checkpoints_and_logs(config, capsys):
    run = train(config.replace(keep=2))
    assert {path.name for path in run.iterdir()} == {
        "config.yaml", "run.json", "checkpoints", "logs",
    }  # fmt: skip
    assert [path.stem for path in checkpoint_files(run)] == [
        "iteration_00000004", "iteration_00000006",
    ]  # fmt: skip
    captured = capsys.readouterr()
    assert captured.out == f"the run is in {run}\n"
    lines = captured.err.splitlines()
    assert [line.split("  ")[0] for line in lines] == [f"iteration {i}/6" for i in (2, 4, 6)]
    assert lines[-1].endswith("0:00:00 left")


def test_tensorboard_gets_losses_rate_speed_and_pictures(config):
    run = train(config.replace(lr=[1e-2, 1e-3], lr_iter=[4]))
    curves = scalars(run)
    assert curves["training/learning_rate"] == pytest.approx({2: 1e-2, 4: 1e-2, 6: 1e-3})
    assert {"loss/total", "loss/coordinate", "loss/js", "training/images_s"} <= curves.keys()
    total, parts = curves["loss/total"][6], ("loss/coordinate", "loss/js")
    assert total == pytest.approx(sum(curves[part][6] for part in parts), rel=1e-5)
    plugins = {
        value.metadata.plugin_data.plugin_name for e in events(run) for value in e.summary.value
    }
    assert "images" in plugins


def test_training_lowers_the_loss(config):
    curves = scalars(train(config.replace(max_iter=40, show_loss_freq=10, snapshot_freq=40)))
    assert curves["loss/total"][40] < 0.8 * curves["loss/total"][10]


def test_the_same_seed_gives_the_same_weights_and_another_seed_others(config):
    first = newest_checkpoint(train(config))
    again = newest_checkpoint(train(config.replace(train_marker="2")))
    _same(first, again)
    other = newest_checkpoint(train(config.replace(train_marker="3", seed=1)))
    assert (other.weights["stem/kernel"] != first.weights["stem/kernel"]).all()


def _stopping_after(monkeypatch, iteration, number):
    def check_and_stop(losses, done, run):
        if done == iteration:
            os.kill(os.getpid(), number)

    monkeypatch.setattr(loop, "check_losses", check_and_stop)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_run_goes_on_to_the_same_weights(number, config, monkeypatch, capsys):
    config = config.replace(augment=True, ema=0.9, optimizer="adamw", warmup_iter=4)
    whole = train(config.replace(train_marker="whole"))
    _stopping_after(monkeypatch, 3, number)
    with pytest.raises(KeyboardInterrupt):
        train(config)
    assert "stopped after iteration 3; go on with --resume=True" in capsys.readouterr().err
    monkeypatch.undo()
    monkeypatch.setitem(build.NETWORKS, "handnet", tiny_network)
    run = train(config.replace(resume=True))
    assert newest_checkpoint(run).iteration == 6
    _same(newest_checkpoint(run), newest_checkpoint(whole))


def test_a_damaged_newest_checkpoint_costs_only_its_own_iterations(config, capsys):
    run = train(config)
    whole = newest_checkpoint(run)
    damaged = checkpoint_files(run)[-1]
    damaged.write_bytes(damaged.read_bytes()[:-50])
    train(config.replace(resume=True))
    assert f"{damaged}: not a whole checkpoint" in capsys.readouterr().err
    _same(newest_checkpoint(run), whole)


def test_a_finished_run_resumes_to_nothing(config):
    run = train(config)
    before = checkpoint_files(run)[-1].stat().st_mtime_ns
    assert train(config.replace(resume=True)) == run
    assert checkpoint_files(run)[-1].stat().st_mtime_ns == before


def test_a_run_is_not_written_over(config):
    train(config)
    with pytest.raises(HandposeError, match=r"--resume=True.*--train_marker"):
        train(config)


def test_resuming_with_another_rate_is_refused(config):
    train(config)
    with pytest.raises(UsageError, match=r"--lr=\[0.5\]: .* was started with \[0.01\]"):
        train(config.replace(resume=True, lr=[0.5]))


def test_resuming_with_other_records_is_refused(config, monkeypatch):
    run = train(config)
    newest = newest_checkpoint(run)
    progress = dict(newest.progress) | {"samples": 8}
    changed = checkpoints.Checkpoint(6, newest.weights, {}, newest.optimiser, progress)
    save_checkpoint(run, changed, keep=1)
    with pytest.raises(HandposeError, match="began with 8 samples, the records hold 9 now"):
        train(config.replace(resume=True))


def test_load_path_starts_a_new_run_from_old_weights(config):
    first = train(config)
    frozen = config.replace(train_marker="2", lr=[0.0], ema=0.9, load_path=first.name)
    new, old = newest_checkpoint(train(frozen)), newest_checkpoint(first)
    for name in ("stem/kernel", "maps/kernel", "maps/bias"):
        np.testing.assert_array_equal(new.weights[name], old.weights[name])
        np.testing.assert_allclose(new.average[name], old.weights[name], rtol=1e-6)


def test_old_weights_of_another_network_are_one_line_and_start_no_run(config, tmp_path):
    first = train(config)
    with pytest.raises(HandposeError, match="weights of another network than posenet"):
        train(config.replace(train_marker="2", network="posenet", load_path=first.name))
    assert list((tmp_path / "runs").iterdir()) == [first]


def test_a_loss_that_is_no_number_stops_and_keeps_the_last_good_checkpoint(config):
    with pytest.raises(HandposeError, match=r"iteration 4: the loss '.*' is nan; try a lower --lr"):
        train(config.replace(lr=[1e-2, 1e30], lr_iter=[2]))
    run = folder_of_today(config.replace(lr=[1e-2]))
    assert np.isfinite(newest_checkpoint(run).weights["stem/kernel"]).all()


def test_a_full_disk_stops_and_leaves_the_checkpoint_before(config, monkeypatch):
    savez = np.savez

    def full_from_the_second_on(path, **arrays):
        if "00000004" in path.name:
            raise OSError(28, "No space left on device")
        savez(path, **arrays)

    monkeypatch.setattr(checkpoints.np, "savez", full_from_the_second_on)
    with pytest.raises(HandposeError, match="No space left on device"):
        train(config)
    monkeypatch.setattr(checkpoints.np, "savez", savez)
    assert newest_checkpoint(folder_of_today(config)).iteration == 2


def _errors(monkeypatch, *errors):
    given = iter(errors)
    monkeypatch.setattr(Judge, "scores", lambda self, state: {"epe_mean": next(given)})


def test_the_best_weights_are_those_with_the_lowest_epe(config, monkeypatch):
    _errors(monkeypatch, 5.0, 3.0, 4.0)
    run = train(config.replace(with_eval=True))
    best = read_checkpoint(best_path(run))
    assert (best.iteration, best.progress["scores"]) == (4, {"epe_mean": 3.0})
    fourth = read_checkpoint(checkpoint_files(run)[1])
    np.testing.assert_array_equal(best.weights["stem/kernel"], fourth.weights["stem/kernel"])
    assert scalars(run)["evaluation/epe_mean"] == {2: 5.0, 4: 3.0, 6: 4.0}


def test_it_stops_when_evaluations_bring_nothing_better(config, monkeypatch):
    _errors(monkeypatch, 5.0, 6.0, 5.5, 1.0)
    early = config.replace(with_eval=True, early_stopping=2, eval_freq=1)
    run = train(early)
    assert newest_checkpoint(run).iteration == 3
    train(early.replace(resume=True))
    assert newest_checkpoint(run).iteration == 3


def test_early_stopping_without_evaluations_is_refused(config):
    with pytest.raises(UsageError, match="--early_stopping=2: needs --with_eval=True"):
        config.replace(early_stopping=2)


def test_with_eval_scores_the_averaged_weights(config):
    run = train(config.replace(with_eval=True, ema=0.9))
    curves = scalars(run)
    assert {"evaluation/epe_mean", "evaluation/auc", "evaluation/pck_0.1"} <= curves.keys()
    assert 0 <= curves["evaluation/pck_0.1"][6] <= curves["evaluation/pck_0.2"][6] <= 1
    best, last = read_checkpoint(best_path(run)), newest_checkpoint(run)
    assert best.iteration == 6
    np.testing.assert_array_equal(best.weights["stem/kernel"], last.average["stem/kernel"])
    assert (last.average["stem/kernel"] != last.weights["stem/kernel"]).any()


@pytest.mark.parametrize("policy", ["mixed_bfloat16", "mixed_float16"])
def test_mixed_precision_trains_float32_weights(policy, config, monkeypatch):
    monkeypatch.setattr(build, "_mixed_policy", lambda: policy)
    run = train(config.replace(mixed_precision=True, clip_norm=1.0, max_iter=12))
    newest = newest_checkpoint(run)
    assert newest.weights["stem/kernel"].dtype == np.float32
    assert scalars(run)["loss/total"][12] < scalars(run)["loss/total"][2]
    train(config.replace(mixed_precision=True, clip_norm=1.0, max_iter=12, resume=True))


def test_missing_records_start_no_run(config, tmp_path):
    with pytest.raises(HandposeError, match="handpose convert --dataset_list=STB --state=train"):
        train(config.replace(dataset_type="STB"))
    assert not (tmp_path / "runs").exists()
