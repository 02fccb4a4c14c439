"""How still does a still hand stay, before and after smoothing?

    python bench/jitter.py [VIDEO] [--frames=150] [--noise=4] [--model=FILE] [--detector=FILE]

VIDEO shows a hand that is held still; the first hand found is followed as long as it is not lost.
Without one, a rendered hand is the same in every frame but for sensor noise, Gaussian of that many
steps of 255, from a fixed seed; its place is known, so that no detector is needed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

import cv2
import fire
import numpy as np

from handpose import HandDetector, HandLandmarker, HandTracker
from handpose.errors import HandposeError
from handpose.inference.crops import upright_boxes
from handpose.inference.detections import Detections
from handpose.inference.jitter import Jitter, jitter
from handpose.inference.tracker import Detector, Landmarker

Frame = tuple[np.ndarray, float]


def main(video: str = "", frames: int = 150, noise: float = 4.0, model: str = "",
         detector: str = "") -> None:  # fmt: skip
    """Print the mean movement of a keypoint from one frame to the next."""
    cv2.setNumThreads(1)
    find = HandLandmarker(str(model) or None)
    if video:
        report(film(str(video), frames), HandDetector(str(detector) or None), find)
    else:
        image, keypoints = rendered_hand()
        report(noisy(image, noise, frames), known_place(keypoints), find)


def report(frames: Iterable[Frame], detector: Detector, landmarker: Landmarker) -> None:
    """Follow the first hand through the frames, with and without smoothing."""
    raw, smooth = (HandTracker(detector, landmarker, max_hands=1, smooth=s) for s in (False, True))
    hands = [(raw(image, time), smooth(image, time)) for image, time in frames]
    followed = [pair for pair in hands if all(0 in found.ids for found in pair)]
    if len(followed) < 2:
        raise HandposeError(f"no hand is followed through two of {len(hands)} frames")
    found, smoothed = (jitter([pair[which].keypoints[0] for pair in followed]) for which in (0, 1))
    print(f"frames                   {len(followed):8d}  (of {len(hands)})")
    show("as found", found)
    show("smoothed", smoothed)
    print(f"smoothed / as found      {smoothed.pixels / found.pixels:8.3f}")


def show(name: str, found: Jitter) -> None:
    print(f"{name:24} {found.pixels:8.3f} px  {100 * found.shares:8.3f} % of the long side")


def film(path: str, frames: int) -> Iterator[Frame]:
    """The frames of a video and their times; raises HandposeError when there are none."""
    capture = cv2.VideoCapture(path)
    if not capture.isOpened():
        raise HandposeError(f"{path}: cannot be read as a video")
    rate = capture.get(cv2.CAP_PROP_FPS) or 30.0
    for number in range(frames):
        read, image = capture.read()
        if not read:
            return
        yield cv2.cvtColor(image, cv2.COLOR_BGR2RGB), number / rate


def rendered_hand() -> tuple[np.ndarray, np.ndarray]:
    """A picture (480, 480, 3) of an open hand, and its keypoints (21, 2)."""
    from handpose.pictures import decode
    from handpose.synthesis.dataset.rendering import Rendering
    from handpose.synthesis.options import SynthConfig
    from handpose.synthesis.scene import render_sample

    options = SynthConfig(n_eval=1, side=480, size_low=150, size_high=180, gesture="open", noise=0,
                          second_hand=0, held_object=0, occluder=0, truncated=0)  # fmt: skip
    hands = Rendering(options, render_sample)
    sample = hands.sample("eval", hands.keys("eval")[0])
    return decode(sample.image, sample.name), sample.keypoints


def noisy(image: np.ndarray, noise: float, frames: int) -> Iterator[Frame]:
    """The same picture at 30 frames a second, its noise new in each."""
    rng = np.random.default_rng(0)
    for number in range(frames):
        grain = rng.normal(0, noise, image.shape)
        yield np.clip(np.round(image + grain), 0, 255).astype(np.uint8), number / 30


def known_place(keypoints: np.ndarray) -> Detector:
    """A detector that sees one hand, where it is."""
    boxes, angles = upright_boxes(keypoints[None])
    return lambda image: Detections(boxes, angles, np.ones(1))


if __name__ == "__main__":
    try:
        fire.Fire(main)
    except HandposeError as error:
        sys.exit(f"jitter.py: {error}")
