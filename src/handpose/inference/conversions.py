"""The hands of one picture in the forms of COCO, supervision and pandas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from handpose.errors import missing_extra
from handpose.hand import HANDEDNESS, KEYPOINTS
from handpose.inference.hand import CATEGORY, COLUMNS

if TYPE_CHECKING:
    import pandas
    import supervision

    from handpose.inference.hands import Hands

VISIBLE = 2
DIGITS = 4  # as many as `test` writes

_SIDES = (*HANDEDNESS, "unknown")


def coco_annotations(hands: Hands, image_id: int, first_id: int) -> list[dict[str, Any]]:
    """See `Hands.to_coco`."""
    return [_annotation(hands, place, image_id, first_id + place) for place in range(len(hands))]


def _annotation(hands: Hands, place: int, image_id: int, number: int) -> dict[str, Any]:
    hand, box = hands[place], hands.boxes[place]
    keypoints = [value for row in hand.keypoints for value in (*_rounded(row), VISIBLE)]
    return {
        "id": number,
        "image_id": image_id,
        "category_id": CATEGORY,
        "keypoints": keypoints,
        "num_keypoints": len(KEYPOINTS),
        "bbox": _rounded(box),
        "area": round(float(box[2]) * float(box[3]), DIGITS),
        "segmentation": [],
        "iscrowd": 0,
        "score": round(hand.score, DIGITS),
        "keypoint_scores": _rounded(hand.scores),
        "handedness": hand.handedness,
        "presence": round(hand.presence, DIGITS),
    }


def _rounded(values: np.ndarray) -> list[float]:
    return [round(float(value), DIGITS) for value in values.ravel()]


def supervision_keypoints(hands: Hands) -> supervision.KeyPoints:
    """See `Hands.to_supervision`."""
    try:
        import supervision
    except ModuleNotFoundError:
        raise missing_extra("supervision", "supervision") from None
    sides = hands.handedness
    return supervision.KeyPoints(
        xy=hands.keypoints,
        class_id=np.array([_SIDES.index(side) for side in sides], dtype=int),
        keypoint_confidence=hands.scores,
        detection_confidence=hands.score,
        data={"class_name": sides, "presence": hands.presence, "id": hands.ids},
    )


def pandas_table(hands: Hands) -> pandas.DataFrame:
    """See `Hands.to_pandas`."""
    try:
        import pandas
    except ModuleNotFoundError:
        raise missing_extra("pandas", "tables") from None
    table = pandas.DataFrame(_about(hands))
    rows = np.reshape([hand.row for hand in hands], (-1, len(COLUMNS)))
    keypoints = pandas.DataFrame(rows, columns=COLUMNS)
    return pandas.concat([table, keypoints], axis=1)


def _about(hands: Hands) -> dict[str, np.ndarray]:
    return {
        "id": hands.ids,
        "handedness": hands.handedness,
        "presence": hands.presence,
        "score": hands.score,
    }
