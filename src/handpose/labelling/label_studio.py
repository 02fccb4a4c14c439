"""Drafts as tasks with predictions for Label Studio, and the labelling interface for them."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

import numpy as np

from handpose import __version__
from handpose.datasets.label_studio_regions import HIDDEN_CHOICE
from handpose.geometry import keypoint_box
from handpose.hand import HANDEDNESS, KEYPOINTS, colour_of
from handpose.labelling.drafts import HIDDEN, OUTSIDE, Draft

# What a box is called whose hand may be either one.
UNKNOWN = "hand"
BOXES = (*(f"{side}_hand" for side in HANDEDNESS), UNKNOWN)

# How far a box reaches beyond the keypoints, so that they can be grabbed; of its long side.
_MARGIN = 0.1
_POINT_WIDTH = 0.4  # percent of the picture's width


def tasks(drafts: Iterable[Draft], image_url: str) -> list[dict[str, Any]]:
    """A task for each picture; without a hand it has no prediction.

    image_url: what stands before a picture's quoted name.
    """
    return [
        {"data": {"image": image_url + quote(draft.name)}, "predictions": _predictions(draft)}
        for draft in drafts
    ]


def _predictions(draft: Draft) -> list[dict[str, Any]]:
    if not len(draft.hands):
        return []
    places = range(len(draft.hands))
    result = [region for place in places for region in (_box(draft, place), *_points(draft, place))]
    score = round(float(np.mean([hand.score for hand in draft.hands])), 4)
    return [{"model_version": f"handpose {__version__}", "score": score, "result": result}]


def _box(draft: Draft, place: int) -> dict[str, Any]:
    side = draft.hands[place].handedness
    label = f"{side}_hand" if side in HANDEDNESS else UNKNOWN
    percent = _percent(_wide_box(draft, place), draft.image_size)
    corner = dict(zip(("x", "y", "width", "height"), percent, strict=True))
    value = corner | {"rotation": 0, "rectanglelabels": [label]}
    return _region(draft, _box_id(place), "box", "rectanglelabels", value)


def _points(draft: Draft, place: int) -> Iterator[dict[str, Any]]:
    """The keypoints of a hand, children of its box; after a doubtful one, that it is hidden."""
    hand, flags, box_id = draft.hands[place], draft.flags[place], _box_id(place)
    for keypoint in map(int, np.flatnonzero(flags != OUTSIDE)):
        x, y = _percent(hand.keypoints[keypoint], draft.image_size)
        name, point = KEYPOINTS[keypoint], {"x": x, "y": y, "width": _POINT_WIDTH}
        of_it = functools.partial(_region, draft, f"{box_id}_{name}")
        more = {"parentID": box_id, "score": round(float(hand.scores[keypoint]), 4)}
        yield of_it("keypoint", "keypointlabels", point | {"keypointlabels": [name]}) | more
        if flags[keypoint] == HIDDEN:
            yield of_it("visibility", "choices", point | {"choices": [HIDDEN_CHOICE]})


def _box_id(place: int) -> str:
    return f"hand{place + 1}"


def _region(
    draft: Draft, region_id: str, tag: str, kind: str, value: dict[str, Any]
) -> dict[str, Any]:
    height, width = draft.image_size
    return {
        "id": region_id,
        "from_name": tag,
        "to_name": "image",
        "type": kind,
        "original_width": width,
        "original_height": height,
        "image_rotation": 0,
        "value": value,
    }


def _wide_box(draft: Draft, place: int) -> np.ndarray:
    """Box (4,) x, y, w, h, pixels, round the keypoints of a hand, with a margin, in the picture."""
    keypoints, shown = draft.hands.keypoints[place], draft.flags[place] != OUTSIDE
    x, y, w, h = keypoint_box(keypoints, shown)
    margin = _MARGIN * max(w, h)
    size = draft.image_size[::-1]
    low = np.clip([x - margin, y - margin], 0, size)
    high = np.clip([x + w + margin, y + h + margin], 0, size)
    return np.concatenate([low, high - low])


def _percent(values: np.ndarray, image_size: tuple[int, int]) -> list[float]:
    """x, y or x, y, w, h in percent of a picture of (height, width)."""
    sides = np.resize(image_size[::-1], len(values))
    return [round(float(value), 5) for value in 100 * values / sides]


def label_config() -> str:
    """The labelling interface of a project, Label Studio's XML."""
    boxes = "\n".join(f'    <Label value="{name}"/>' for name in BOXES)
    keypoints = "\n".join(map(_keypoint_label, range(len(KEYPOINTS))))
    return _INTERFACE.format(boxes=boxes, keypoints=keypoints, hidden=HIDDEN_CHOICE)


def _keypoint_label(place: int) -> str:
    colour = "#{:02x}{:02x}{:02x}".format(*colour_of(place))
    # Without model_index, Label Studio's COCO export loses which keypoint is which.
    return f'    <Label value="{KEYPOINTS[place]}" background="{colour}" model_index="{place}"/>'


# A picture or a box turned in the browser would have coordinates of another frame.
_INTERFACE = """\
<View>
  <Image name="image" value="$image" zoom="true" zoomControl="true" rotateControl="false"/>
  <RectangleLabels name="box" toName="image" canRotate="false" fillOpacity="0">
{boxes}
  </RectangleLabels>
  <KeyPointLabels name="keypoint" toName="image">
{keypoints}
  </KeyPointLabels>
  <Choices name="visibility" toName="image" perRegion="true" whenTagName="keypoint">
    <Choice value="{hidden}"/>
  </Choices>
</View>
"""
