"""COCO's average precision of boxes (Lin et al. 2014, arXiv 1405.0312), by pycocotools."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Sequence
from typing import Any

import numpy as np

from handpose.detection.answers import LEAST_SIDE, Answers
from handpose.errors import missing_extra
from handpose.models.detector.decode import MOST
from handpose.models.detector.targets import NOTHING, UNCOUNTED

# Long sides of hands, px of 640; the first are all of them.
SIZES = {
    "all": (LEAST_SIDE, np.inf),
    "24 to 48": (24.0, 48.0),
    "48 to 96": (48.0, 96.0),
    "96 to 192": (96.0, 192.0),
    "192 and more": (192.0, np.inf),
}
_FARTHEST = 1e5  # pixels, for what has no end


def average_precisions(answers: Answers) -> dict[str, dict[str, float]]:
    """For each of `SIZES`: `ap` (mean over IoU 0.5 to 0.95), `ap50` and `ap75`.

    NaN where there is no hand. Hands that do not count are COCO's crowds: whatever lies on them is
    neither right nor wrong. Raises HandposeError when pycocotools is missing.
    """
    evaluated = _evaluated(answers)
    # (IoU, recall, category, size, detections a picture); -1 where there is no hand.
    precision = evaluated.eval["precision"][:, :, 0, :, 0]
    return {
        name: {
            "ap": _mean(precision[:, :, size]),
            "ap50": _mean(precision[0, :, size]),
            "ap75": _mean(precision[5, :, size]),
        }
        for size, name in enumerate(SIZES)
    }


def _mean(precision: np.ndarray) -> float:
    return float(precision.mean()) if (precision >= 0).all() else float("nan")


def _evaluated(answers: Answers) -> Any:
    try:
        from pycocotools.coco import COCO
        from pycocotools.cocoeval import COCOeval
    except ModuleNotFoundError:
        raise missing_extra("pycocotools", "train") from None
    # It prints what it does, whoever asks.
    with contextlib.redirect_stdout(io.StringIO()):
        truth, found = COCO(), COCO()
        truth.dataset = _dataset(answers, _true_rows(answers))
        found.dataset = _dataset(answers, _found_rows(answers))
        truth.createIndex()
        found.createIndex()
        evaluation = COCOeval(truth, found, "bbox")
        evaluation.params.maxDets = [MOST]
        evaluation.params.areaRng = [
            [low**2, min(high, _FARTHEST) ** 2] for low, high in SIZES.values()
        ]
        evaluation.params.areaRngLbl = list(SIZES)
        evaluation.evaluate()
        evaluation.accumulate()
    return evaluation


def _dataset(answers: Answers, rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    numbered = [{"id": number, **row} for number, row in enumerate(rows, start=1)]
    images = [{"id": number} for number in range(len(answers))]
    return {"images": images, "categories": [{"id": 1}], "annotations": numbered}


def _true_rows(answers: Answers) -> list[dict[str, Any]]:
    places = np.argwhere(answers.kind != NOTHING)
    return [
        _row(answers.boxes[place], place[0], iscrowd=int(answers.kind[place] == UNCOUNTED))
        for place in map(tuple, places)
    ]


def _found_rows(answers: Answers) -> list[dict[str, Any]]:
    places = np.argwhere(answers.found_scores > 0)
    return [
        _row(answers.found_boxes[place], place[0], score=float(answers.found_scores[place]))
        for place in map(tuple, places)
    ]


def _row(box: np.ndarray, picture: int, **more: float) -> dict[str, Any]:
    # COCO sorts by area; we by the long side, so that a fist and a flat hand of one size agree.
    area = float(box[2:].max()) ** 2
    about = {"image_id": int(picture), "category_id": 1, "area": area}
    return {**about, "bbox": box.tolist(), "ignore": 0, **more}
