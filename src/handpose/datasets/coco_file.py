"""A COCO keypoint file as the hands in it; COCO-WholeBody's two hands a person included."""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from handpose.datasets.base import parsed_json, read_bytes
from handpose.datasets.coco_names import SIDES, side_named
from handpose.errors import HandposeError
from handpose.sample import Handedness

# Fields, of an annotation or of its `attributes`, in which tools and datasets keep the side.
_SIDE_FIELDS = ("handedness", "hand_type", "hand", "side", "hand_side")


@dataclass(frozen=True)
class Hand:
    """One labelled hand, its keypoints as they stand in the file."""

    key: str
    image_id: Any
    keypoints: Any
    names: tuple[str, ...]
    handedness: Handedness
    attributes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class CocoFile:
    """The hands of a file by key, its pictures by id, a mark of its content (CRC-32).

    marks_hidden: whether v of 1 means hidden. COCO writes 0, 1, 2; some tools only 0 and 1,
    and then 1 is all there is.
    """

    images: Mapping[Any, Any]
    hands: Mapping[str, Hand]
    marks_hidden: bool
    mark: int


def read_coco(path: Path) -> CocoFile:
    """The hands in a JSON file; raises HandposeError when it is not in COCO's format."""
    return _read_coco(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=2)
def _read_coco(path: Path, changed: int) -> CocoFile:
    text = read_bytes(path)
    content = _parsed(text, path)
    try:
        images = {image["id"]: image for image in content["images"]}
        hands = {hand.key: hand for hand in _all_hands(content)}
    except (AttributeError, KeyError, TypeError) as error:
        raise HandposeError(f"{path}: entries with an 'id' expected ({error!r})") from None
    marks_hidden = any(2 in _flags(hand.keypoints) for hand in hands.values())
    return CocoFile(images, hands, marks_hidden, zlib.crc32(text))


def _parsed(text: bytes, path: Path) -> dict[str, Any]:
    content = parsed_json(text, path)
    lists = isinstance(content, dict) and all(
        isinstance(content.get(part), list) for part in ("images", "annotations")
    )
    if not lists:
        raise HandposeError(f"{path}: not COCO keypoints: lists 'images', 'annotations' expected")
    return content


def _all_hands(content: dict[str, Any]) -> Iterator[Hand]:
    annotations = content["annotations"]
    kinds = {category["id"]: category for category in content.get("categories", [])}
    sides = _sides_of_boxes(annotations, kinds)
    for place, annotation in enumerate(annotations):
        yield from _hands(place, annotation, kinds, sides)


def _hands(
    place: int, annotation: dict, kinds: Mapping[Any, dict], sides: Mapping[Any, set]
) -> Iterator[Hand]:
    """The labelled hands of an annotation: none for a crowd or a bare box, two of a person."""
    image_id, attributes = annotation.get("image_id"), _attributes(annotation)
    if annotation.get("iscrowd"):
        return
    if "lefthand_kpts" in annotation or "righthand_kpts" in annotation:
        for side in SIDES:
            values = annotation.get(f"{side}hand_kpts")
            if annotation.get(f"{side}hand_valid", True) and _is_labelled(values):
                yield Hand(f"{place}/{side}", image_id, values, (), side, attributes)
    elif _is_labelled(values := annotation.get("keypoints")):
        kind = kinds.get(annotation.get("category_id"), {})
        side = _side(annotation, kind) or _only(sides.get(image_id, set())) or "unknown"
        yield Hand(str(place), image_id, values, _names(kind), side, attributes)


def _is_labelled(values: Any) -> bool:
    # What is no list of numbers counts as labelled: its reader then names it.
    return bool(values) and (not isinstance(values, list) or any(v != 0 for v in _flags(values)))


def _flags(values: Any) -> list:
    rows = values if isinstance(values, list) else []
    nested = all(isinstance(row, list) for row in rows)
    return [v for row in rows for v in row[2:3]] if nested else rows[2::3]


def _attributes(annotation: dict) -> dict[str, Any]:
    attributes = annotation.get("attributes")
    return attributes if isinstance(attributes, dict) else {}


def _names(kind: dict) -> tuple[str, ...]:
    names = kind.get("keypoints")
    return tuple(map(str, names)) if isinstance(names, list) else ()


def _sides_of_boxes(annotations: list[dict], kinds: Mapping[Any, dict]) -> dict[Any, set]:
    """The sides that a picture's bare boxes name: Label Studio exports box and keypoints apart."""
    sides: dict[Any, set] = defaultdict(set)
    for annotation in annotations:
        kind = kinds.get(annotation.get("category_id"), {})
        if not annotation.get("keypoints") and (side := _side(annotation, kind)):
            sides[annotation.get("image_id")].add(side)
    return sides


def _side(annotation: dict, kind: dict) -> Handedness | None:
    """left or right, where the annotation, its attributes or its category say one of them."""
    places = (annotation, _attributes(annotation))
    texts = [place.get(key) for place in places for key in _SIDE_FIELDS]
    named = (side_named(str(text)) for text in (*texts, kind.get("name")))
    return next((side for side in named if side), None)


def _only(members: set) -> Any:
    return next(iter(members)) if len(members) == 1 else None
