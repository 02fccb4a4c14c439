"""The images with the largest errors, prediction beside truth, on one sheet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from handpose.drawing import caption, contact_sheet
from handpose.evaluation.averages import over_keypoints
from handpose.evaluation.images import hand_views, read_images
from handpose.evaluation.predict import Predictions
from handpose.evaluation.result import Result
from handpose.pictures import write_picture
from handpose.records.reader import Records

COUNT, COLUMNS, SIDE = 16, 4, 200


def worst_places(result: Result, count: int = COUNT) -> list[int]:
    """The images of the largest mean errors in the protocol's unit, worst first."""
    errors = mean_errors(result)
    known = np.flatnonzero(np.isfinite(errors))
    ranked = known[np.argsort(-errors[known], kind="stable")]
    return [int(place) for place in ranked[:count]]


def mean_errors(result: Result) -> np.ndarray:
    """Every image's mean error (n,) in the protocol's unit, NaN where nothing counts."""
    return over_keypoints(result.protocol.in_unit(result.errors, result.long_side))


def draw_worst(
    path: Path, result: Result, predictions: Predictions, records: Sequence[Records]
) -> None:
    """Write the sheet: worst first, prediction on the left, truth on the right."""
    places = worst_places(result)
    images = dict(read_images(records, set(places)))
    errors = mean_errors(result)
    tiles = [
        _tile(images[place], predictions, place, f"{errors[place]:.1f} {result.protocol.unit}")
        for place in places
    ]
    if tiles:
        write_picture(path, contact_sheet(tiles, COLUMNS, gap=6))


def _tile(image: np.ndarray, predictions: Predictions, place: int, error: str) -> np.ndarray:
    _, predicted, truth = hand_views(image, predictions, place, SIDE)
    name = predictions.names[place]
    return np.concatenate([caption(predicted, error), caption(truth, name[-24:])], axis=1)
