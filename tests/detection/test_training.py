"""Whole trainings of a tiny detector."""

import os
import signal

import numpy as np
import pytest
from tiny import events, same_checkpoints, scalars

from handpose.detection import judge
from handpose.errors import HandposeError, UsageError
from handpose.records import hands
from handpose.runs.checkpoints import best_path, newest_checkpoint, read_checkpoint
from handpose.training import loop
from handpose.training.loop import train


def test_a_run_has_checkpoints_losses_scores_and_pictures(config):
    run = train(config.replace(with_eval=True, ema=0.9))
    curves = scalars(run)
    losses = ("loss/centre", "loss/box", "loss/direction")
    assert curves["loss/total"][4] == pytest.approx(sum(curves[one][4] for one in losses), rel=1e-5)
    scores = ("ap", "ap50", "recall", "false_hands", "turned")
    assert {f"evaluation/{name}" for name in scores} <= curves.keys()
    best = read_checkpoint(best_path(run))
    assert best.progress["scores"].keys() == set(scores)
    plugins = {
        value.metadata.plugin_data.plugin_name for e in events(run) for value in e.summary.value
    }
    assert "images" in plugins


def test_training_lowers_the_loss(config):
    curves = scalars(train(config.replace(max_iter=60, show_loss_freq=20, snapshot_freq=60)))
    totals = curves["loss/total"]
    assert totals[60] < 0.8 * totals[20]


def test_the_best_weights_are_those_with_the_highest_ap(config, monkeypatch):
    given = iter([0.2, 0.6, 0.5])
    nothing = {"all": {"ap50": 0.0}}
    monkeypatch.setattr(
        judge, "average_precisions", lambda found: {"all": nothing["all"] | {"ap": next(given)}}
    )
    run = train(config.replace(with_eval=True, max_iter=6))
    assert read_checkpoint(best_path(run)).iteration == 4


def test_a_stopped_run_goes_on_to_the_same_weights(config, monkeypatch):
    whole = train(config.replace(train_marker="whole"))
    with monkeypatch.context() as patch:
        patch.setattr(
            loop, "check_losses",
            lambda losses, done, run: done == 3 and os.kill(os.getpid(), signal.SIGTERM),
        )  # fmt: skip
        with pytest.raises(KeyboardInterrupt):
            train(config)
    run = train(config.replace(resume=True))
    same_checkpoints(newest_checkpoint(run), newest_checkpoint(whole))


def test_records_of_one_hand_a_picture_are_refused_before_a_run_is_made(config, monkeypatch):
    monkeypatch.setattr(hands, "OTHER", "another")
    with pytest.raises(HandposeError, match="tells of one hand"):
        train(config)
    assert not config.runs_folder.exists()


def test_rendering_while_training_is_refused(config):
    with pytest.raises(UsageError, match="handpose synth --records=True"):
        train(config.replace(dataset_type="SYN_LIVE"))


def test_scores_of_scenes_are_the_same_every_time(config):
    from handpose.models.detector.model import build_detector
    from handpose.records.locate import open_all

    model, records = build_detector(config), open_all(config, "eval")
    first, second = (judge.scene_scores(model, config, records) for _ in range(2))
    np.testing.assert_equal(first, second)
