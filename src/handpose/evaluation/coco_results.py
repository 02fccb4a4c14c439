"""Predictions as COCO keypoint results: a list of entries, one a hand.

An entry: {image_id, category_id, keypoints [x, y, score] * 21, score, file_name, ...}, in
canonical order, image pixels with pixel centres at +0.5.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from handpose.errors import HandposeError
from handpose.evaluation.predict import Predictions
from handpose.files import write_text
from handpose.hand import HANDEDNESS, NUM_KEYPOINTS
from handpose.inference.hand import CATEGORY


def write_predictions(path: Path, predictions: Predictions) -> None:
    """Write every prediction; image_id counts the records from 1, file_name is their name."""
    entries = [json.dumps(_entry(predictions, row)) for row in range(len(predictions))]
    write_text(path, "[\n" + ",\n".join(entries) + "\n]\n")


def _entry(predictions: Predictions, row: int) -> dict[str, Any]:
    scores, right = predictions.scores[row], float(predictions.handedness[row])
    rows = np.column_stack([predictions.keypoints[row], scores])
    told = {} if right == 0.5 else {"handedness": HANDEDNESS[int(right > 0.5)]}
    return {
        "image_id": row + 1,
        "file_name": predictions.names[row],
        "category_id": CATEGORY,
        "keypoints": [round(float(value), 4) for value in rows.ravel()],
        "score": round(float(scores.mean() * predictions.presence[row]), 4),
        "presence": round(float(predictions.presence[row]), 4),
    } | told


def read_predictions(path: Path, labels: Mapping[str, Any]) -> Predictions:
    """Anybody's results beside the labels of the records (the other fields of `Predictions`).

    Entries are matched by `file_name`: a record's name, or its part before '#' where that is
    one record's only; without it by `image_id`, as `_places_by_id` says. Raises HandposeError
    that names the first malformed or double entry, or the first labelled hand without one.
    Entries that match no record are named in a note.
    """
    entries = load_entries(path)
    rows, strangers = _matched(path, entries, labels)
    _check_complete(path, labels, rows, strangers)
    return beside(labels, {place: read_entry(path, n, entries[n]) for place, n in rows.items()})


def _matched(
    path: Path, entries: Sequence[Mapping[str, Any]], labels: Mapping[str, Any]
) -> tuple[dict[int, int], list[Any]]:
    """The entry's number for each record's place, and the keys that match no record."""
    places = _places(entries, labels)
    rows: dict[int, int] = {}
    strangers = []
    for number, entry in enumerate(entries):
        place = places.get(_key(entry))
        if place is None:
            strangers.append(_key(entry))
        elif place in rows:
            both = f"entries {rows[place]} and {number}"
            raise HandposeError(f"{path}: {both} both are {labels['names'][place]}; keep one")
        else:
            rows[place] = number
    return rows, strangers


def load_entries(path: Path) -> list[dict[str, Any]]:
    """The entries of a COCO results file, each with a key; raises HandposeError for another."""
    try:
        content = json.loads(path.read_bytes())
    except OSError as error:
        raise HandposeError(f"--predictions={path}: cannot be read ({error.strerror})") from None
    except (ValueError, RecursionError) as error:
        raise HandposeError(f"--predictions={path}: not JSON ({error})") from None
    if not isinstance(content, list):
        raise HandposeError(f"--predictions={path}: a list of COCO results expected")
    for number, entry in enumerate(content):
        if not isinstance(entry, dict) or not isinstance(_key(entry), (str, int)):
            raise HandposeError(f"{path}: entry {number}: 'file_name' or 'image_id' expected")
    return content


def _key(entry: Mapping[str, Any]) -> Any:
    return entry.get("file_name", entry.get("image_id"))


def _places(entries: Sequence[Mapping[str, Any]], labels: Mapping[str, Any]) -> dict[Any, int]:
    """Which record each key of the file means."""
    if any("file_name" not in entry for entry in entries):
        return _places_by_id({_key(entry) for entry in entries}, labels)
    names: Sequence[str] = labels["names"]
    pictures = [name.partition("#")[0] for name in names]
    hands = Counter(pictures)
    alone = {name: place for place, name in enumerate(pictures) if hands[name] == 1}
    return alone | {name: place for place, name in enumerate(names)}


def _places_by_id(ids: set[Any], labels: Mapping[str, Any]) -> dict[Any, int]:
    """The records' own `image_id` where they have it, else their order, counted from 0 or 1.

    An own id that several hands share names none of them.
    """
    own = [attributes.get("image_id") for attributes in labels["attributes"]]
    if None not in own:
        hands = Counter(own)
        return {image_id: n for n, image_id in enumerate(own) if hands[image_id] == 1}
    first = 0 if 0 in ids else 1
    return {first + place: place for place in range(len(own))}


def _check_complete(
    path: Path, labels: Mapping[str, Any], rows: Mapping[int, int], strangers: list[Any]
) -> None:
    hands = np.flatnonzero(labels["labelled"].any(axis=1))
    missing = [int(place) for place in hands if int(place) not in rows]
    extra = f"{len(strangers)} entries match no record, like {strangers[:1]}" if strangers else ""
    if missing:
        raise HandposeError(
            f"{path}: no prediction for {labels['names'][missing[0]]!r} "
            f"({len(missing)} of {len(hands)} hands have none){'; ' if extra else ''}{extra}"
        )
    if extra:
        print(f"note: {path}: {extra}; they are left out", file=sys.stderr)


def read_entry(path: Path, number: int, entry: Mapping[str, Any]) -> dict[str, Any]:
    """`keypoints`, `scores`, `handedness` and `presence` of an entry, as rows of `Predictions`.

    Raises HandposeError, which names its number, for a malformed one.
    """
    expected = 3 * NUM_KEYPOINTS
    try:
        values = np.array(entry["keypoints"], np.float64).reshape(NUM_KEYPOINTS, 3)
        presence = float(entry.get("presence", 1.0))
    except (KeyError, TypeError, ValueError) as error:
        raise HandposeError(
            f"{path}: entry {number}: {expected} numbers in 'keypoints' expected ({error})"
        ) from None
    if not np.isfinite([*values.ravel(), presence]).all():
        raise HandposeError(
            f"{path}: entry {number}: a keypoint or presence is not a finite number"
        )
    right = {"left": 0.0, "right": 1.0}.get(str(entry.get("handedness")), 0.5)
    return {
        "keypoints": values[:, :2],
        "scores": np.clip(values[:, 2], 0, 1),
        "handedness": right,
        "presence": presence,
    }


NO_HAND = {
    "keypoints": np.zeros((NUM_KEYPOINTS, 2)),
    "scores": np.zeros(NUM_KEYPOINTS),
    "handedness": 0.5,
    "presence": 0.0,
}


def beside(labels: Mapping[str, Any], found: Mapping[int, Mapping[str, Any]]) -> Predictions:
    """What was read for some places beside the labels of all; elsewhere there is no hand."""
    rows = [found.get(place, NO_HAND) for place in range(len(labels["names"]))]
    fields = {key: np.array([row[key] for row in rows]) for key in NO_HAND}
    return Predictions(**{**fields, **labels})
