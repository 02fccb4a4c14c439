"""The pictures behind results, cut out round the hand for people to look at."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import numpy as np

from handpose.drawing import draw_hand
from handpose.evaluation.predict import Predictions
from handpose.geometry import (
    image_to_crop,
    keypoint_box,
    letterbox,
    square_round,
    transform,
    warp,
)
from handpose.pictures import decode
from handpose.records.reader import Records, raw_dataset
from handpose.records.schema import parse

# Side of the view / long side of the hand: room for predictions that go astray.
MARGIN = 1.6


def read_images(
    records: Sequence[Records], wanted: Collection[int]
) -> Iterator[tuple[int, np.ndarray]]:
    """Places in the records and RGB uint8 pictures (h, w, 3), in the records' order."""
    files = [file for one in records for file in one.files]
    for place, serialized in enumerate(raw_dataset(files)):
        if place in wanted:
            record = parse(serialized)
            yield place, decode(record["image"].numpy(), record["name"].numpy().decode())


def view_of(truth: np.ndarray, labelled: np.ndarray, image_size: np.ndarray) -> np.ndarray:
    """The square (3,) round a hand; the whole picture where nothing is labelled."""
    if not labelled.any():
        return letterbox((int(image_size[0]), int(image_size[1])))
    square = square_round(keypoint_box(truth, labelled), MARGIN)
    return np.maximum(square, [-np.inf, -np.inf, 8.0])


def hand_views(
    image: np.ndarray, predictions: Predictions, place: int, side: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The view round a hand three times (side, side, 3): bare, with prediction, with truth."""
    labelled = predictions.labelled[place]
    view = view_of(predictions.truth[place], labelled, predictions.image_size[place])
    to_view = image_to_crop(view, side)
    bare = warp(image, to_view, side)
    truth = np.where(labelled[:, None], predictions.truth[place], np.nan)
    seen = np.where(predictions.visible[place], 1.0, 0.5)
    found = transform(to_view, predictions.keypoints[place])
    return bare, draw_hand(bare, found), draw_hand(bare, transform(to_view, truth), seen)
