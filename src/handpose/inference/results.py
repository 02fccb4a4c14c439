"""What `test` leaves behind: drawn pictures, COCO results as JSON, a table as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from handpose.drawing import draw_hand
from handpose.files import write_json, write_text
from handpose.inference.hand import CATEGORY, COLUMNS, Hand
from handpose.inference.hands import Hands
from handpose.pictures import write_picture

_WRITTEN_AS_THEY_CAME = (".jpg", ".jpeg", ".png")


def write_drawing(folder: Path, name: str, image: np.ndarray, hands: Hands) -> None:
    """Write the RGB picture with its skeletons, faint where a score is low, as `folder`/`name`.

    Subfolders in `name` are kept, so that equal file names do not meet.
    """
    for hand in hands:
        image = draw_hand(image, hand.keypoints, hand.scores)
    write_picture(folder / picture_name(name), image)


def picture_name(name: str) -> str:
    """The name of a written picture: the same, with .png added to what is not JPEG or PNG."""
    return name if name.lower().endswith(_WRITTEN_AS_THEY_CAME) else f"{name}.png"


def write_coco(path: Path, found: Mapping[str, Hands]) -> None:
    """COCO keypoint results: an entry per hand, keypoints x, y, score in canonical order.

    `image_id` counts the pictures, those without a hand too.
    """
    pictures = enumerate(found.items(), start=1)
    entries = [_entry(number, name, hand) for number, (name, hands) in pictures for hand in hands]
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


def write_csv(path: Path, found: Mapping[str, Hands]) -> None:
    """One row per hand: name, handedness, presence, score, x, y and score per keypoint."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["name", "handedness", "presence", "score", *COLUMNS])
    for name, hands in found.items():
        writer.writerows(_row(name, hand) for hand in hands)
    write_text(path, text.getvalue())


def _row(name: str, hand: Hand) -> list[str]:
    about = [name, hand.handedness, f"{hand.presence:.4f}", f"{hand.score:.4f}"]
    return about + [f"{value:.4f}" for value in hand.row]
