"""Drafts as a COCO keypoint file, which CVAT imports as `COCO Keypoints 1.0`."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count
from typing import Any

import numpy as np

from handpose.geometry import keypoint_box
from handpose.hand import KEYPOINTS, SKELETON
from handpose.inference.hand import CATEGORY
from handpose.labelling.drafts import Draft

CATEGORY_NAME = "hand"
SIDE = "handedness"  # the attribute that CVAT shows and exports


def coco_file(drafts: Iterable[Draft]) -> dict[str, list[dict[str, Any]]]:
    """The content of a COCO file; pictures and hands are counted from 1."""
    images: list[dict[str, Any]] = []
    annotations: list[dict[str, Any]] = []
    for image_id, draft in zip(count(1), drafts):
        height, width = draft.image_size
        size = {"width": width, "height": height}
        images.append({"id": image_id, "file_name": draft.name, **size})
        annotations += _annotations(draft, image_id, first_id=len(annotations) + 1)
    return {"images": images, "annotations": annotations, "categories": [_category()]}


def _annotations(draft: Draft, image_id: int, first_id: int) -> list[dict[str, Any]]:
    found = draft.hands.to_coco(image_id, first_id)
    return [
        _flagged(annotation, keypoints, flags)
        for annotation, keypoints, flags in zip(
            found, draft.hands.keypoints, draft.flags, strict=True
        )
    ]


def _flagged(
    annotation: dict[str, Any], keypoints: np.ndarray, flags: np.ndarray
) -> dict[str, Any]:
    """The annotation with its v, and with a box round the keypoints that are in the picture."""
    values = list(annotation["keypoints"])
    values[2::3] = map(int, flags)
    box = [round(float(value), 4) for value in keypoint_box(keypoints, flags > 0)]
    return annotation | {
        "keypoints": values,
        "num_keypoints": int((flags > 0).sum()),
        "bbox": box,
        "area": round(box[2] * box[3], 4),
        "attributes": {SIDE: annotation["handedness"]},
    }


def _category() -> dict[str, Any]:
    edges = [[start + 1, end + 1] for start, end in SKELETON]
    # With a supercategory CVAT would take the hand for a part of something.
    about = {"id": CATEGORY, "name": CATEGORY_NAME, "supercategory": ""}
    return about | {"keypoints": list(KEYPOINTS), "skeleton": edges}
