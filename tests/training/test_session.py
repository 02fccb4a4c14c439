"""Evaluation while training: the best weights and an early end."""

import numpy as np
import pytest
from tiny import scalars

from handpose.errors import UsageError
from handpose.runs.checkpoints import (
    best_path,
    checkpoint_files,
    newest_checkpoint,
    read_checkpoint,
)
from handpose.training.judge import Judge
from handpose.training.loop import train


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
