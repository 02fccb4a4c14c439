"""The faults that `data check` finds in the facts of usable samples; pure functions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from handpose.datasets.base import in_frame
from handpose.datasets.check_facts import Facts, Fault
from handpose.hand import FINGERS, KEYPOINTS, WRIST

# A finger is straight in the picture when its ends lie nearly as far apart as its bones are long.
STRAIGHT = 0.95
SHORTEST_BONE = 3.0  # px; below, labels are too coarse to compare lengths
# A single hand is called reversed when so many of its fingers are straight and all say so.
STRAIGHT_FINGERS = 4
CLEARLY_SHORTER = 0.8


def outside_picture(facts: Facts) -> list[str]:
    """The names of labelled keypoints outside the picture."""
    outside = facts.labelled & ~in_frame(facts.keypoints, facts.image_size)
    return [KEYPOINTS[place] for place in np.flatnonzero(outside)]


def visible_outside(samples: Iterable[Facts]) -> list[Fault]:
    """Keypoints said to be visible outside their picture; hidden ones may well lie there."""
    faults = []
    for facts in samples:
        out = facts.visible & ~in_frame(facts.keypoints, facts.image_size)
        if out.any():
            height, width = facts.image_size
            first = int(np.argmax(out))
            u, v = facts.keypoints[first]
            where = f"{KEYPOINTS[first]} at ({u:.1f}, {v:.1f}) in {width}x{height} px"
            faults.append(Fault(facts.name, f"{out.sum()} visible outside the picture: {where}"))
    return faults


def duplicates(samples: Iterable[Facts]) -> list[Fault]:
    """Pictures with the same bytes under two names or in two parts, hands labelled twice."""
    faults = []
    by_picture: dict[bytes, list[Facts]] = defaultdict(list)
    for facts in samples:
        known = by_picture[facts.digest]
        if original := next((f for f in known if _same_labels(f, facts)), None):
            faults.append(Fault(_at(facts), f"same picture and labels as {_at(original)}"))
        elif known and (known[0].part, known[0].picture) != (facts.part, facts.picture):
            faults.append(Fault(_at(facts), f"same picture as {_at(known[0])}, other labels"))
        known.append(facts)
    return faults


def _same_labels(one: Facts, other: Facts) -> bool:
    return np.array_equal(one.labelled, other.labelled) and np.array_equal(
        one.keypoints[one.labelled], other.keypoints[other.labelled]
    )


def _at(facts: Facts) -> str:
    return f"{facts.name} ({facts.part})"


def reversed_hands(samples: Iterable[Facts]) -> list[Fault]:
    """Single hands whose fingers run from tip to base.

    At least four fingers are straight in the picture, and each has its first bone shorter than
    its last and its end nearer to the wrist than its beginning. A folded fist has no straight
    fingers and so is never called.
    """
    return [
        Fault(facts.name, "fingers run from tip to base (bone lengths)")
        for facts in samples
        if facts.root == "wrist" and facts.labelled[WRIST] and _is_reversed(facts)
    ]


def _is_reversed(facts: Facts) -> bool:
    wrist = facts.keypoints[WRIST]
    fingers = [points for name in FINGERS if (points := _straight_finger(facts, name)) is not None]
    return len(fingers) >= STRAIGHT_FINGERS and all(
        np.linalg.norm(points[-1] - wrist) < np.linalg.norm(points[0] - wrist)
        and _first_to_last(points) < CLEARLY_SHORTER
        for points in fingers
    )


def reversed_order(where: str, samples: Sequence[Facts]) -> list[Fault]:
    """What most hands of a dataset say of its order.

    A straight finger is foreshortened evenly, so that its first bone is the longest from every
    side; the thumb's base is nearer to the wrist than the pinky's.
    """
    faults = [
        Fault(where, f"{name}: most run from tip to base (bone lengths); is the order canonical?")
        for name in FINGERS
        if _most([_first_to_last(points) < 1 for points in _straight_fingers(samples, name)])
    ]
    if _most([swapped for facts in samples if (swapped := _thumb_far(facts)) is not None]):
        faults.append(Fault(where, "most thumbs begin farther from the wrist than the pinky"))
    return faults


def _most(says: Sequence[bool]) -> bool:
    """Whether more than half say so, by two standard errors (of five: all five)."""
    return bool(says) and np.mean(says) - 1 / np.sqrt(len(says)) > 0.5


def _straight_fingers(samples: Iterable[Facts], name: str) -> list[np.ndarray]:
    found = (_straight_finger(facts, name) for facts in samples)
    return [points for points in found if points is not None]


def _straight_finger(facts: Facts, name: str) -> np.ndarray | None:
    """The keypoints (4, 2) of a finger that is labelled and straight in the picture."""
    members = list(FINGERS[name])
    points = facts.keypoints[members].astype(np.float64)
    if not facts.labelled[members].all():
        return None
    bones = np.linalg.norm(np.diff(points, axis=0), axis=1)
    reach = np.linalg.norm(points[-1] - points[0])
    return points if bones.min() >= SHORTEST_BONE and reach >= STRAIGHT * bones.sum() else None


def _first_to_last(points: np.ndarray) -> float:
    first, *_, last = np.linalg.norm(np.diff(points, axis=0), axis=1)
    return float(first / last)


def _thumb_far(facts: Facts) -> bool | None:
    thumb, pinky = FINGERS["thumb"][0], FINGERS["pinky"][0]
    if facts.root != "wrist" or not facts.labelled[[WRIST, thumb, pinky]].all():
        return None
    to_wrist = np.linalg.norm(facts.keypoints[[thumb, pinky]] - facts.keypoints[WRIST], axis=1)
    return bool(to_wrist[0] > to_wrist[1])
