"""Evaluation while training: how good the network is on pictures that it does not learn from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handpose.config import Config
from handpose.errors import HandposeError
from handpose.evaluation import metrics
from handpose.evaluation.predict import Predictions
from handpose.records.locate import open_all
from handpose.records.reader import Records
from handpose.training.average import averaged_weights
from handpose.training.state import TrainingState
from handpose.training.task import Task, task_of

# Shares of the hand's long side.
PCK_AT = (0.05, 0.1, 0.2)


@dataclass(frozen=True)
class Judge:
    """Measures a training on the evaluation part of its dataset."""

    config: Config
    records: Sequence[Records]
    task: Task

    def scores(self, state: TrainingState) -> dict[str, float]:
        """Named scores of the (averaged) weights, as the task has them."""
        with averaged_weights(state.average, state.model.network):
            return self.task.scores(state.model, self.config, self.records)

    def error(self, scores: Mapping[str, float]) -> float:
        """The number that the best weights have the least of."""
        return self.task.error(scores)


def open_judge(config: Config) -> Judge | None:
    """The judge of a training with `with_eval`, else None.

    Raises HandposeError with the conversion command when the evaluation records are missing.
    """
    if not config.with_eval:
        return None
    records, task = open_all(config, "eval"), task_of(config)
    task.check(config, records)
    return Judge(config, records, task)


def score(predictions: Predictions) -> dict[str, float]:
    """Named scores of predicted keypoints over all labelled ones.

    `epe_mean` and `epe_median`: pixels of the image; `auc`: of the PCK from 0 to 30 px;
    `pck_0.1` and its like: share of keypoints within 0.1 of the hand's long side. Raises
    HandposeError when nothing is labelled.
    """
    if not predictions.labelled.any():
        raise HandposeError("the evaluation records hold no labelled keypoint; --with_eval=False")
    errors = metrics.errors(predictions.keypoints, predictions.truth, predictions.labelled)
    sides = metrics.long_sides(predictions.truth, predictions.labelled)
    shares = {f"pck_{at}": metrics.pck(errors / sides[:, None], at) for at in PCK_AT}
    return {
        "epe_mean": metrics.epe(errors),
        "epe_median": metrics.epe_quantile(errors, 0.5),
        "auc": metrics.auc(errors, "hand3d"),
        **shares,
    }
