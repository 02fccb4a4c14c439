"""What `test` leaves behind: drawn pictures, COCO results as JSON, a table as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path

import cv2
import numpy as np

from handpose.drawing import draw_hand
from handpose.files import atomic_path, write_json, write_text
from handpose.inference.hand import CATEGORY, COLUMNS, Hand

_WRITTEN_AS_THEY_CAME = (".jpg", ".jpeg", ".png")


def write_drawing(folder: Path, name: str, image: np.ndarray, hand: Hand) -> None:
    """Write the RGB picture with its skeleton, faint where a score is low, as `folder`/`name`.

    Subfolders in `name` are kept, so that equal file names do not meet.
    """
    drawn = cv2.cvtColor(draw_hand(image, hand.keypoints, hand.scores), cv2.COLOR_RGB2BGR)
    path = folder / picture_name(name)
    with atomic_path(path) as temporary:
        temporary.write_bytes(cv2.imencode(path.suffix, drawn)[1].tobytes())


def picture_name(name: str) -> str:
    """The name of a written picture: the same, with .png added to what is not JPEG or PNG."""
    return name if name.lower().endswith(_WRITTEN_AS_THEY_CAME) else f"{name}.png"


def write_coco(path: Path, hands: Mapping[str, Hand]) -> None:
    """COCO keypoint results: one entry per picture, keypoints x, y, score in canonical order."""
    entries = [_entry(number, *item) for number, item in enumerate(hands.items(), start=1)]
    write_json(path, entries)


def _entry(number: int, name: str, hand: Hand) -> dict[str, object]:
    return {
        "image_id": number,
        "file_name": name,
        "category_id": CATEGORY,
        "keypoints": [round(float(value), 4) for value in hand.row],
        "score": round(hand.score, 4),
        "handedness": hand.handedness,
        "presence": round(hand.presence, 4),
    }


def write_csv(path: Path, hands: Mapping[str, Hand]) -> None:
    """One row per picture: name, handedness, presence, score, x, y and score per keypoint."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["name", "handedness", "presence", "score", *COLUMNS])
    for name, hand in hands.items():
        about = [name, hand.handedness, f"{hand.presence:.4f}", f"{hand.score:.4f}"]
        writer.writerow(about + [f"{value:.4f}" for value in hand.row])
    write_text(path, text.getvalue())
