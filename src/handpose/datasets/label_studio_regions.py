"""What a person drew in Label Studio, sorted into hands: boxes, and the keypoints of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from handpose.datasets.coco_names import canonical_place
from handpose.hand import NUM_KEYPOINTS

# The choice that marks a keypoint which cannot be seen.
HIDDEN_CHOICE = "hidden"

_BOX, _KEYPOINT = "rectanglelabels", "keypointlabels"


@dataclass(frozen=True)
class Region:
    """A box or a keypoint.

    parent: the id of the region that it hangs below in Label Studio's list, or None.
    value: x and y, of a box width, height and rotation too, in percent of the picture.
    picture_size: (width, height) of the picture as the browser showed it, pixels.
    """

    id: str
    kind: str
    labels: tuple[str, ...]
    parent: str | None
    value: dict[str, Any]
    picture_size: tuple[Any, Any]
    hidden: bool


@dataclass(frozen=True)
class Group:
    """The keypoints of one hand, and what its box is called; '' without a box.

    loose: whether they are of no hand, since nothing says whose they are.
    """

    keypoints: tuple[Region, ...]
    box_name: str = ""
    loose: bool = False


def groups(results: Sequence[dict[str, Any]]) -> list[Group]:
    """The hands among the `result` entries of an annotation, in the order of their boxes.

    A keypoint is of the box that it hangs below; otherwise of the only box, or of the only one
    that it lies in. Without any box all are one hand. Boxes without keypoints are left out.
    Raises ValueError for a picture that was turned; AttributeError, KeyError or TypeError for
    what Label Studio does not write.
    """
    regions = _regions(results)
    boxes = [region for region in regions.values() if region.kind == _BOX]
    keypoints = [region for region in regions.values() if region.kind == _KEYPOINT]
    if not boxes:
        return [Group(tuple(keypoints))] if keypoints else []
    owned: dict[str | None, list[Region]] = {box.id: [] for box in boxes} | {None: []}
    for keypoint in keypoints:
        owned[_owner(keypoint, boxes, regions)].append(keypoint)
    found = [Group(tuple(owned[box.id]), " ".join(box.labels)) for box in boxes if owned[box.id]]
    return [*found, Group(tuple(owned[None]), loose=True)] if owned[None] else found


def _regions(results: Sequence[dict[str, Any]]) -> dict[str, Region]:
    choices = [r for r in results if r["type"] == "choices"]
    hidden = {r["id"] for r in choices if HIDDEN_CHOICE in r["value"]["choices"]}
    return {r["id"]: _region(r, hidden) for r in results if r["type"] in (_BOX, _KEYPOINT)}


def _region(result: dict[str, Any], hidden: set[str]) -> Region:
    kind, value = result["type"], result["value"]
    if turn := result.get("image_rotation"):
        raise ValueError(f"its picture was turned by {turn} degrees; turn it back in Label Studio")
    size = result["original_width"], result["original_height"]
    labels = tuple(map(str, value[kind]))
    is_hidden = result["id"] in hidden
    return Region(result["id"], kind, labels, result.get("parentID"), value, size, is_hidden)


def _owner(keypoint: Region, boxes: Sequence[Region], regions: dict[str, Region]) -> str | None:
    """The id of the box that a keypoint belongs to, None when that is not clear."""
    seen: set[str] = set()
    region: Region | None = keypoint
    while region and region.id not in seen:
        if region.kind == _BOX:
            return region.id
        seen.add(region.id)
        region = regions.get(region.parent) if region.parent else None
    round_it = boxes if len(boxes) == 1 else [box for box in boxes if _holds(box, keypoint)]
    return round_it[0].id if len(round_it) == 1 else None


def _holds(box: Region, keypoint: Region) -> bool:
    x, y, w, h = (box.value[key] for key in ("x", "y", "width", "height"))
    if box.value.get("rotation"):
        return False
    return bool(x <= keypoint.value["x"] <= x + w and y <= keypoint.value["y"] <= y + h)


def percent_rows(keypoints: Sequence[Region]) -> np.ndarray:
    """Rows (21, 3) x, y, v in canonical order: percent of the picture, COCO's v, 0 where missing.

    Raises ValueError for a name that is no keypoint's, one that stands twice, or no number.
    """
    rows = np.zeros((NUM_KEYPOINTS, 3))
    for keypoint in keypoints:
        name = ", ".join(keypoint.labels)
        place = canonical_place(name)
        if place is None:
            raise ValueError(f"keypoint name not understood: {name}")
        if rows[place, 2]:
            raise ValueError(f"two keypoints called {name}")
        rows[place] = _number(keypoint, "x"), _number(keypoint, "y"), 1 if keypoint.hidden else 2
    return rows


def _number(keypoint: Region, key: str) -> float:
    value: Any = keypoint.value.get(key)
    if type(value) not in (int, float) or not np.isfinite(value):
        raise ValueError(f"{key} of {', '.join(keypoint.labels)} is {value!r}, percent expected")
    return float(value)
