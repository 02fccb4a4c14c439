"""Learning where hands are, in scenes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from handpose.config import Config
from handpose.detection.batches import scene_batches
from handpose.detection.judge import scene_scores
from handpose.detection.sheet import detection_sheet
from handpose.errors import UsageError
from handpose.records.hands import check_all_hands
from handpose.records.locate import LIVE
from handpose.records.reader import Records
from handpose.training.task import Task


def _check(config: Config, records: Sequence[Records]) -> None:
    if config.dataset_type == LIVE:
        raise UsageError(
            f"--dataset_type={LIVE}: scenes are made of records; render them with: "
            "handpose synth --records=True, and name --dataset_type=SYN"
        )
    check_all_hands(records)


def _error(scores: Mapping[str, float]) -> float:
    return 1 - scores["ap"]


TASK = Task(
    check=_check,
    batches=scene_batches,
    used=("image", "boxes", "angles", "clear", "kind"),
    sheet=detection_sheet,
    scores=scene_scores,
    error=_error,
)
