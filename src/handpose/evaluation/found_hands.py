"""Predictions of a program that finds the hands itself, however many it finds in a picture.

Each labelled hand gets the entry of its picture that lies nearest, no entry twice. A hand without
one, or with one farther away than its long side, counts as wrong by its long side at every
keypoint: hands that were not found must not flatter the result by being left out.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from handpose.errors import HandposeError
from handpose.evaluation.coco_results import NO_HAND, beside, load_entries, read_entry
from handpose.evaluation.metrics import long_sides
from handpose.evaluation.predict import Predictions

Entry = Mapping[str, Any]


def read_found_hands(path: Path, labels: Mapping[str, Any]) -> Predictions:
    """COCO results with any number of hands a picture, beside the labels of the records.

    Entries are matched by `file_name`, the record's name without what follows '#'. How many
    hands were not found, and how many entries are no labelled hand, is told on standard error.
    Raises HandposeError for a malformed entry.
    """
    found = _by_picture(path)
    entries = sum(map(len, found.values()))
    given: dict[int, Entry] = {}
    for picture, places in _hands_by_picture(labels).items():
        given |= _nearest(found.get(picture, []), places, labels)
    unfound = _counted(labels) - given.keys()
    print(
        f"note: {path}: {len(unfound)} of {len(_counted(labels))} hands were not found and count "
        f"as wrong by their size; {entries - len(given)} of {entries} entries are no labelled hand",
        file=sys.stderr,
    )
    return beside(labels, given | {place: _wrong(labels, place) for place in unfound})


def _by_picture(path: Path) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for number, entry in enumerate(load_entries(path)):
        if not isinstance(entry.get("file_name"), str):
            raise HandposeError(f"{path}: entry {number}: 'file_name' expected with --match_hands")
        found[entry["file_name"]].append(read_entry(path, number, entry))
    return found


def _hands_by_picture(labels: Mapping[str, Any]) -> dict[str, list[int]]:
    hands: dict[str, list[int]] = defaultdict(list)
    for place in sorted(_counted(labels)):
        hands[labels["names"][place].partition("#")[0]].append(place)
    return hands


def _counted(labels: Mapping[str, Any]) -> set[int]:
    return {int(place) for place in np.flatnonzero(labels["labelled"].any(axis=1))}


def _nearest(
    entries: Sequence[Entry], places: Sequence[int], labels: Mapping[str, Any]
) -> dict[int, Entry]:
    """The entry of each hand of a picture that has one within its long side."""
    distances = np.reshape(
        [[_distance(entry, place, labels) for entry in entries] for place in places],
        (len(places), len(entries)),
    )
    rows, columns = linear_sum_assignment(np.minimum(distances, 1.0))
    pairs = zip(rows, columns, strict=True)
    return {places[row]: entries[column] for row, column in pairs if distances[row, column] < 1}


def _distance(entry: Entry, place: int, labels: Mapping[str, Any]) -> float:
    """The mean distance of labelled keypoints in shares of the hand's long side."""
    labelled, truth = labels["labelled"][place], labels["truth"][place]
    apart = np.linalg.norm(entry["keypoints"] - truth, axis=-1)[labelled].mean()
    return float(apart / _long_side(labels, place))


def _long_side(labels: Mapping[str, Any], place: int) -> float:
    hand = slice(place, place + 1)
    return max(float(long_sides(labels["truth"][hand], labels["labelled"][hand])[0]), 1e-6)


def _wrong(labels: Mapping[str, Any], place: int) -> Entry:
    moved = labels["truth"][place] + np.array([_long_side(labels, place), 0.0])
    return {**NO_HAND, "keypoints": moved}
