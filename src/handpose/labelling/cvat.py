"""The labels of a CVAT task: one skeleton, the hand, which its `Raw` editor takes as JSON."""

from __future__ import annotations

from typing import Any

from handpose.hand import HANDEDNESS, KEYPOINTS, SKELETON, colour_of
from handpose.labelling.coco import CATEGORY_NAME, SIDE

# A new hand as CVAT lays it down: an open one, in percent of the rectangle that a person draws.
_OPEN_HAND = (
    (50, 95),
    *((35, 85), (24, 74), (16, 64), (9, 55)),
    *((36, 55), (33, 39), (31, 29), (29, 20)),
    *((47, 52), (47, 34), (47, 23), (47, 13)),
    *((58, 54), (60, 37), (62, 27), (63, 18)),
    *((68, 60), (74, 47), (77, 39), (80, 31)),
)


def cvat_labels() -> list[dict[str, Any]]:
    """The labels of a task or project, to paste into CVAT.

    The side is an attribute and not the label's name: it is often wrong, and a skeleton of one
    label is not easily made one of another.
    """
    attribute = {
        "name": SIDE,
        "mutable": False,
        "input_type": "select",
        "default_value": "unknown",
        "values": ["unknown", *HANDEDNESS],
    }
    return [
        {
            "name": CATEGORY_NAME,
            "type": "skeleton",
            "attributes": [attribute],
            "sublabels": [_point(place) for place in range(len(KEYPOINTS))],
            "svg": "".join([*map(_line, SKELETON), *map(_circle, range(len(KEYPOINTS)))]),
        }
    ]


def _point(place: int) -> dict[str, Any]:
    colour = "#{:02x}{:02x}{:02x}".format(*colour_of(place))
    return {"name": KEYPOINTS[place], "type": "points", "color": colour, "attributes": []}


# CVAT keeps these attributes only, wants whole numbers for ids, and puts <svg> round it itself.
def _line(bone: tuple[int, int]) -> str:
    (x1, y1), (x2, y2) = (_OPEN_HAND[place] for place in bone)
    ends = f'data-node-from="{bone[0] + 1}" data-node-to="{bone[1] + 1}"'
    return f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" data-type="edge" {ends}></line>'


def _circle(place: int) -> str:
    x, y = _OPEN_HAND[place]
    ids = f'data-element-id="{place + 1}" data-node-id="{place + 1}"'
    name = f'data-label-name="{KEYPOINTS[place]}"'
    return f'<circle r="1" cx="{x}" cy="{y}" data-type="element node" {ids} {name}></circle>'
