"""The four-panel picture: prediction, truth, keypoints with probabilities, the probabilities.

Drawn with OpenCV, so that thousands take minutes, not hours.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import cv2
import numpy as np

from handpose.drawing import caption, draw_hand
from handpose.evaluation.images import hand_views, read_images, view_of
from handpose.evaluation.predict import Predictions
from handpose.evaluation.worst import write_picture
from handpose.geometry import image_to_crop, transform
from handpose.hand import KEYPOINTS, colour_of
from handpose.records.reader import Records

SIDE = 360
_INK, _PALE = (30, 30, 30), (225, 225, 225)


def draw_panels(
    folder: Path,
    predictions: Predictions,
    records: Sequence[Records],
    report: Callable[[int, int], None] = lambda images, total: None,
) -> None:
    """Write one PNG an image, named after its place in the records and its name.

    report: is told after each picture how many are done (1), of how many.
    """
    for place, image in read_images(records, range(len(predictions))):
        name = re.sub(r"[^\w-]+", "_", predictions.names[place])
        write_picture(folder / f"{place:06d}_{name}.png", four_panels(image, predictions, place))
        report(1, len(predictions))


def four_panels(image: np.ndarray, predictions: Predictions, place: int) -> np.ndarray:
    """The picture (2 side, 2 side, 3) of one image: two panels above two."""
    bare, predicted, truth = hand_views(image, predictions, place, SIDE)
    view = view_of(
        predictions.truth[place], predictions.labelled[place], predictions.image_size[place]
    )
    keypoints = transform(image_to_crop(view, SIDE), predictions.keypoints[place])
    scores = predictions.scores[place]
    above = [caption(predicted, "prediction"), caption(truth, "ground truth")]
    below = [scored_keypoints(bare, keypoints, scores), probability_bars(scores, SIDE)]
    return np.concatenate([np.concatenate(above, axis=1), np.concatenate(below, axis=1)])


def scored_keypoints(image: np.ndarray, keypoints: np.ndarray, scores: np.ndarray) -> np.ndarray:
    """A copy of an RGB picture with the skeleton, faint where unsure, and every probability.

    keypoints: (21, 2) uv, pixels of the picture; scores: (21,) 0..1.
    """
    drawn = draw_hand(image, keypoints, scores)
    size = max(0.3, image.shape[0] / 1000)
    for (x, y), score in zip(keypoints, scores, strict=True):
        place = (int(np.clip(x, -9e3, 9e3)) + 5, int(np.clip(y, -9e3, 9e3)) - 3)
        for colour, width in (((0, 0, 0), 3), ((255, 255, 255), 1)):
            cv2.putText(drawn, f"{score:.2f}", place, 0, size, colour, width, cv2.LINE_AA)
    return caption(drawn, "keypoints and probabilities")


def probability_bars(scores: np.ndarray, side: int) -> np.ndarray:
    """A bar chart (side, side, 3) of the probability 0..1 of each keypoint (21,)."""
    chart = np.full((side, side, 3), 255, np.uint8)
    left, top, step = round(0.3 * side), round(0.09 * side), 0.9 * side / len(scores)
    width = side - left - round(0.12 * side)
    for place, score in enumerate(scores):
        low, high = round(top + place * step), round(top + (place + 0.75) * step)
        end = left + round(width * float(np.clip(score, 0, 1)))
        cv2.rectangle(chart, (left, low), (left + width, high), _PALE, -1)
        cv2.rectangle(chart, (left, low), (end, high), _bar_colour(place), -1)
        _label(chart, KEYPOINTS[place], (4, high))
        _label(chart, f"{score:.2f}", (left + width + 4, high))
    _label(chart, "probability of each keypoint", (4, round(0.06 * side)))
    return chart


def _bar_colour(keypoint: int) -> tuple[int, int, int]:
    # The wrist's white would be lost on the paper.
    colour = colour_of(keypoint)
    return _INK if min(colour) == 255 else colour


def _label(chart: np.ndarray, text: str, place: tuple[int, int]) -> None:
    cv2.putText(chart, text, place, 0, chart.shape[0] / 950, _INK, 1, cv2.LINE_AA)
