"""Where does MediaPipe Hands find hands in photographs with boxes?

    python bench/mediapipe_boxes.py --dataset_path=photographs [--out=boxes.json]
                                    [--complexity=1] [--least=0.5] [--room=0.06]

Writes COCO detection results for `handpose evaluation --task=detection --predictions`. A box is the
smallest round the landmarks of a hand, as its palm detector and landmark network find it together
(`static_image_mode=True`), and `--room` of its long side larger; its score is how sure MediaPipe is
of left or right, the only one that it tells. Needs `pip install mediapipe==0.10.14`.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import fire
import numpy as np
from photographs import grown, pictures

from handpose.errors import HandposeError
from handpose.files import write_json

MOST = 16  # hands in a picture, as of our own detector


def main(dataset_path: str, out: str = "boxes.json", complexity: int = 1, least: float = 0.5,
         room: float = 0.06) -> None:  # fmt: skip
    """Write what is found in every picture of the folder's `annotations.json`."""
    import mediapipe

    hands = mediapipe.solutions.hands.Hands(
        static_image_mode=True,
        max_num_hands=MOST,
        model_complexity=complexity,
        min_detection_confidence=least,
    )
    entries = []
    for name, image in pictures(Path(str(dataset_path))):
        entries += entries_of(name, image.shape[:2], hands.process(image), room)
    write_json(str(out), entries)
    print(f"{out}: {len(entries)} hands")


def entries_of(
    name: str, image_size: tuple[int, int], found: Any, room: float
) -> list[dict[str, Any]]:
    """An entry for each hand of a picture of (height, width) pixels, from MediaPipe's answer.

    room: what the box grows by, in shares of its long side: flesh reaches beyond the landmarks.
    """
    height, width = image_size
    told = zip(found.multi_hand_landmarks or (), found.multi_handedness or (), strict=True)
    entries = []
    for landmarks, handedness in told:
        points = np.array([[mark.x * width, mark.y * height] for mark in landmarks.landmark])
        score = handedness.classification[0].score
        entries.append({"file_name": name, "bbox": grown(points, room), "score": score})
    return entries


if __name__ == "__main__":
    try:
        fire.Fire(main)
    except HandposeError as error:
        sys.exit(f"mediapipe_boxes.py: {error}")
