"""One frame, one core: finding its hands anew, following them, and MediaPipe Hands beside.

    taskset -c 0 python bench/whole_frames.py frame.png --detector=detector_float16.tflite
                                              --model=hand_float16.tflite [--runs=200]

The calls take turns, so that whatever else the machine does hits all alike; ratios are of medians.
MediaPipe is measured when it is installed (`pip install mediapipe==0.10.14`), with
`static_image_mode=False` and `model_complexity=1`: it follows its hand too, and looks for a second
one in every frame unless it is to find one at most. A call that finds no hand proves nothing and is
refused.
"""

from __future__ import annotations

import importlib.util
import sys
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import fire
import numpy as np

from handpose import HandLandmarker, HandTracker, shipped
from handpose.errors import HandposeError
from handpose.inference.search import detector_of, searching
from handpose.pictures import decode

# Looks at the frame once more and says how many hands it found.
Call = Callable[[], int]
ANEW, FOLLOWED = "found anew", "followed"
MEDIAPIPE, MEDIAPIPE_ONE = "MediaPipe Hands", "the same, 1 hand"
_WARM = 10  # calls before the first that counts; a tracker follows its hand by then


def main(frame: str, detector: str = "", model: str = "", runs: int = 200) -> None:
    """Print the median time of a frame of each way, and its share of MediaPipe's."""
    cv2.setNumThreads(1)
    image = decode(Path(str(frame)).read_bytes(), frame, upright=True)
    calls = {ANEW: anew(image, detector, model), FOLLOWED: followed(image, detector, model)}
    if importlib.util.find_spec("mediapipe"):
        calls |= {MEDIAPIPE: mediapipe_hands(image, 2), MEDIAPIPE_ONE: mediapipe_hands(image, 1)}
    medians = {name: float(np.median(taken)) for name, taken in in_turns(calls, runs).items()}
    print(f"{image.shape[1]} x {image.shape[0]} px, {runs} calls of each")
    for name, middle in medians.items():
        share = f"  ({middle / medians[MEDIAPIPE]:.2f})" if MEDIAPIPE in medians else ""
        print(f"{name:16} {middle * 1e3:7.2f} ms  {1 / middle:6.1f} frames/s{share}")


def anew(image: np.ndarray, detector: str, model: str) -> Call:
    """Detector on the whole frame, then the hand model in each box that may show a hand."""
    detect, look = detector_of(detector, shipped.SURENESS), HandLandmarker(model or None)
    search = searching(detect, look, shipped.SURENESS)
    return lambda: len(search(image))


def followed(image: np.ndarray, detector: str, model: str) -> Call:
    """`HandTracker` as it is: the detector runs in every tenth frame while one hand is seen."""
    track = HandTracker(detector_of(detector, shipped.SURENESS), HandLandmarker(model or None))
    return lambda: len(track(image))


def mediapipe_hands(image: np.ndarray, most: int) -> Call:
    """MediaPipe's whole graph for at most so many hands; 2 is its default."""
    import mediapipe

    hands = mediapipe.solutions.hands.Hands(
        static_image_mode=False, max_num_hands=most, model_complexity=1
    )
    return lambda: len(hands.process(image).multi_hand_landmarks or ())


def in_turns(calls: dict[str, Call], runs: int) -> dict[str, list[float]]:
    """The seconds of each call; raises HandposeError when one finds nothing."""
    taken: dict[str, list[float]] = {name: [] for name in calls}
    for turn in range(_WARM + runs):
        for name, call in calls.items():
            begun = time.perf_counter()
            found = call()
            if turn >= _WARM:
                taken[name].append(time.perf_counter() - begun)
                _check(name, found)
    return taken


def _check(name: str, found: int) -> None:
    if not found:
        raise HandposeError(f"{name}: no hand in the frame; name another picture")


if __name__ == "__main__":
    try:
        fire.Fire(main)
    except HandposeError as error:
        sys.exit(f"whole_frames.py: {error}")
