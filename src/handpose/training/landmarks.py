"""Learning a hand's keypoints in its crop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from handpose.config import Config
from handpose.evaluation.predict import predict
from handpose.models.build import PoseModel
from handpose.pipeline.batches import training_batches
from handpose.records.reader import Records
from handpose.training.board import prediction_sheet
from handpose.training.judge import score
from handpose.training.task import Task


def _any_records(config: Config, records: Sequence[Records]) -> None:
    """All records can teach it."""


def _scores(model: PoseModel, config: Config, records: Sequence[Records]) -> dict[str, float]:
    return score(predict(model, config, records))


def _error(scores: Mapping[str, float]) -> float:
    return scores["epe_mean"]


TASK = Task(
    check=_any_records,
    batches=training_batches,
    # Names and other texts would not go to a GPU.
    used=("image", "keypoints", "weight", "handedness", "present"),
    sheet=prediction_sheet,
    scores=_scores,
    error=_error,
)
