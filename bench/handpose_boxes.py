"""Where do detector and hand model together find hands in photographs with boxes?

    python bench/handpose_boxes.py --dataset_path=photographs [--out=boxes.json] [--model=shipped]
                                   [--detector=FILE] [--threshold=0.2] [--tiles=1] [--room=0.06]

Writes COCO detection results for `handpose evaluation --task=detection --predictions`, of what
`handpose test` would find: a box is the smallest round a hand's keypoints, and `--room` of its long
side larger; its score is how sure the hand is. So it is to the detector alone what
`mediapipe_boxes.py` is to a palm detector.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import fire
import numpy as np
from photographs import grown, pictures

from handpose import HandLandmarker
from handpose.errors import HandposeError
from handpose.files import write_json
from handpose.inference.hands import Hands
from handpose.inference.identity import distinct
from handpose.inference.search import detector_of, sureness


def main(dataset_path: str, out: str = "boxes.json", model: str = "shipped", detector: str = "",
         threshold: float = 0.2, tiles: int = 1, room: float = 0.06) -> None:  # fmt: skip
    """Write what is found in every picture of the folder's `annotations.json`."""
    detect, look = detector_of(detector, threshold, tiles), HandLandmarker(model)
    entries = []
    for name, image in pictures(Path(str(dataset_path))):
        seen = detect(image)
        hands = look(image, seen.boxes, seen.angles)
        sure = sureness(seen.scores, hands)
        entries += [one for one in entries_of(name, hands, sure, room) if one["score"] >= threshold]
    write_json(str(out), entries)
    print(f"{out}: {len(entries)} hands")


def entries_of(name: str, hands: Hands, sure: np.ndarray, room: float) -> list[dict[str, Any]]:
    """An entry for each hand, once each; sure (n,): how sure they are, the entries' scores.

    room: what the box grows by, in shares of its long side: flesh reaches beyond the keypoints.
    """
    return [
        {
            "file_name": name,
            "bbox": grown(hands.keypoints[row].astype(float), room),
            "score": float(sure[row]),
        }
        for row in distinct(hands.keypoints, sure)
    ]


if __name__ == "__main__":
    try:
        fire.Fire(main)
    except HandposeError as error:
        sys.exit(f"handpose_boxes.py: {error}")
