"""The four-panel picture: prediction, truth, keypoints with probabilities, the probabilities.

Drawn with OpenCV, so that thousands take minutes, not hours.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from handpose.drawing import caption
from handpose.drawing_scores import probability_bars, scored_keypoints
from handpose.evaluation.images import hand_views, read_images, view_of
from handpose.evaluation.predict import Predictions
from handpose.geometry import image_to_crop, transform
from handpose.pictures import write_picture
from handpose.records.reader import Records

SIDE = 360


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
