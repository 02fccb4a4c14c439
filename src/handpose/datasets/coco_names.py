"""Names as people write them: of keypoints, to places in the canonical order, and of sides."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handpose.hand import FINGERS, WRIST
from handpose.sample import Handedness

SIDES: tuple[Handedness, ...] = ("left", "right")

_FINGER_WORDS = {
    "thumb": "thumb",
    **dict.fromkeys(("index", "fore", "pointer"), "index"),
    "middle": "middle",
    "ring": "ring",
    **dict.fromkeys(("pinky", "pinkie", "little", "small"), "pinky"),
}
_THUMB_BONES = {"cmc": 0, "mcp": 1, "ip": 2, "tip": 3}
_FINGER_BONES = {"mcp": 0, "pip": 1, "dip": 2, "tip": 3}
_NUMBERS = {"1": 0, "2": 1, "3": 2, "4": 3}  # from the base to the tip, as COCO-WholeBody counts

_WRIST = ("wrist", "root")
PALM = ("palm", "palmcenter", "palmcentre")

_FINGER_NAME = re.compile(rf"[lr]?({'|'.join(_FINGER_WORDS)})([a-z]+|[1-4])")
_NOISE = re.compile(r"left|right|hand|finger|[^a-z0-9]")


def bare(name: str) -> str:
    """A keypoint's name without its side, the words hand and finger, and signs."""
    return _NOISE.sub("", name.lower())


def canonical_place(name: str) -> int | None:
    """The place of a name such as 'index_mcp', 'Right Forefinger 1' or 'THUMB_TIP'.

    The palm's centre stands in the wrist's place. None for a name of anything else.
    """
    word = bare(name)
    if word in _WRIST or word in PALM:
        return WRIST
    match = _FINGER_NAME.fullmatch(word)
    if match is None:
        return None
    finger = _FINGER_WORDS[match[1]]
    bones = _THUMB_BONES if finger == "thumb" else _FINGER_BONES
    place = (bones | _NUMBERS).get(match[2])
    return None if place is None else FINGERS[finger][place]


def places_of(names: Sequence[str]) -> list[int] | None:
    """The canonical place of every name; None when no name is a hand keypoint's.

    Raises ValueError when only some names are understood, or two mean the same keypoint.
    """
    places = [canonical_place(name) for name in names]
    unknown = [name for name, place in zip(names, places, strict=True) if place is None]
    if len(unknown) == len(names):
        return None
    if unknown:
        raise ValueError(f"keypoint names not understood: {', '.join(unknown)}")
    known = [place for place in places if place is not None]
    if twice := [name for name, place in zip(names, known, strict=True) if known.count(place) > 1]:
        raise ValueError(f"names of one and the same keypoint: {', '.join(twice)}")
    return known


def side_named(text: str) -> Handedness | None:
    """The side in a name such as 'Left hand'; None when it says neither or both."""
    found = [side for side in SIDES if side in text.lower()]
    return found[0] if len(found) == 1 else None
