"""HandDetector: a picture in, boxes and directions of its hands out, without TensorFlow."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from handpose import shipped
from handpose.geometry import invert, transform
from handpose.inference.crops import ArgumentError, checked_image, cut, to_crop_maps
from handpose.inference.detections import Detections
from handpose.inference.identity import overlaps
from handpose.inference.model import Model, open_model
from handpose.inference.tiles import MOST_TILES, Part, not_cut_off, parts_of

# Two boxes that share more, of what both cover, are one hand.
MOST_OVERLAP = 0.6
_LEAST_SIDE = 1.0  # pixels of the picture


class HandDetector:
    """Finds the hands of a picture, up to 16 at a look.

        detections = HandDetector()(image)

    model: a `.tflite` or `.onnx` file from `handpose export` of a detector; None: the shipped
    one. num_threads: processor threads. threshold: score 0..1 from which a hand counts. tiles: 1
    to 8; from 2 on it also looks at tiles x tiles overlapping parts of the picture, each as slow
    as the whole, for hands that are small in it. Raises HandposeError when the model cannot be
    used. Each thread of a program needs its own.
    """

    def __init__(
        self,
        model: str | Path | None = None,
        *,
        num_threads: int = 1,
        threshold: float = shipped.THRESHOLD,
        tiles: int = 1,
    ):
        _check_options(num_threads, threshold, tiles)
        self._model = open_model(shipped.detector(model), num_threads, "detection")
        self.card = self._model.card
        self._threshold, self._tiles = threshold, tiles

    def __call__(self, image: Any) -> Detections:
        """The hands of an RGB uint8 picture (h, w, 3), the surest first.

        Raises ArgumentError (a ValueError) for a picture that cannot be used.
        """
        found = detect(self._model, checked_image(image), self._tiles)
        return found.chosen(found.scores >= self._threshold)


def _check_options(num_threads: int, threshold: float, tiles: int) -> None:
    if not (isinstance(num_threads, int) and num_threads >= 1):
        raise ArgumentError(f"num_threads={num_threads!r}: a whole number from 1 expected")
    if not 0 <= threshold <= 1:
        raise ArgumentError(f"threshold={threshold!r}: 0 to 1 expected")
    if not (isinstance(tiles, int) and 1 <= tiles <= MOST_TILES):
        raise ArgumentError(f"tiles={tiles!r}: a whole number from 1 to {MOST_TILES} expected")


def detect(model: Model, image: np.ndarray, tiles: int = 1) -> Detections:
    """Everything that a detector finds in an RGB uint8 picture (h, w, 3), however unsure.

    The surest first; tiles: see `HandDetector`.
    """
    parts = parts_of((image.shape[0], image.shape[1]), tiles)
    found = Detections.joined([_in_part(model, image, part) for part in parts])
    sorted_ = found.chosen(np.argsort(-found.scores, kind="stable"))
    return sorted_.chosen(distinct_boxes(sorted_.boxes))


def _in_part(model: Model, image: np.ndarray, part: Part) -> Detections:
    found = _look(model, part.of(image)).moved(part.left, part.top)
    return found.chosen(not_cut_off(found.boxes, part, (image.shape[0], image.shape[1])))


def _look(model: Model, image: np.ndarray) -> Detections:
    size = model.card.input_size
    to_input = to_crop_maps(image.shape[:2], None, 1.0, size)
    answers = model.run(cut(image, to_input, size))
    first = {name: values[0] for name, values in answers.items()}
    return in_picture(first, to_input[0], image.shape[:2])


def in_picture(
    answer: Mapping[str, np.ndarray], to_input: np.ndarray, image_size: tuple[int, int]
) -> Detections:
    """A detector's answer on one letterboxed picture as its hands, each once.

    answer: `boxes` (n, 4), `angles` (n,), `scores` (n,), falling; to_input: (2, 3) affine map
    from the picture, of `image_size` (height, width), to the input. Boxes are cut to the picture.
    """
    low, high = answer["boxes"][:, :2], answer["boxes"][:, :2] + answer["boxes"][:, 2:]
    corners = transform(invert(to_input), np.stack([low, high]).astype(np.float64))
    low, high = np.clip(corners, 0, image_size[::-1])
    boxes = np.concatenate([low, high - low], axis=1)
    there = np.flatnonzero((boxes[:, 2:] >= _LEAST_SIDE).all(axis=1) & (answer["scores"] > 0))
    values = (boxes, answer["angles"], answer["scores"])
    found = Detections(*(value[there].astype(np.float32) for value in values))
    return found.chosen(distinct_boxes(found.boxes))


def distinct_boxes(boxes: np.ndarray) -> np.ndarray:
    """Rows (k,) of boxes (n, 4), the surest first, without those that are a surer one once more."""
    shared = overlaps(boxes, boxes)
    kept: list[int] = []
    for row in range(len(boxes)):
        if (shared[row, kept] <= MOST_OVERLAP).all():
            kept.append(row)
    return np.array(kept, int)
