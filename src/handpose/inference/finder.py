"""The hands of whole pictures or of boxes in them, through any network, in the pictures' pixels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from handpose.errors import HandposeError
from handpose.inference.crops import cut, to_crop_maps
from handpose.inference.hands import Hands, hands_from
from handpose.inference.model import OUTPUTS, Answers, open_model


@dataclass(frozen=True)
class Finder:
    """A network that is ready to run, whatever runs it.

    run: crops (n, size, size, 3) float32 RGB 0..255 to what `model.OUTPUTS` names, in crop
    pixels; size: side of the crops, pixels; batch: the largest n; box_scale: side of the crop /
    long side of the hand's tight box.
    """

    run: Callable[[np.ndarray], Answers]
    size: int
    batch: int
    box_scale: float

    def in_crops(self, images: Sequence[np.ndarray]) -> list[Hands]:
        """The one hand of each RGB uint8 picture (h, w, 3), which is letterboxed.

        Raises HandposeError when the network answers with something else than numbers.
        """
        to_crop = np.concatenate(
            [to_crop_maps(image.shape[:2], None, 1.0, self.size) for image in images]
        )
        crops = [cut(image, to[None], self.size) for image, to in zip(images, to_crop, strict=True)]
        hands = hands_from(self._answers(np.concatenate(crops)), to_crop)
        return [hands.chosen(slice(row, row + 1)) for row in range(len(images))]

    def in_boxes(self, image: np.ndarray, boxes: np.ndarray, angles: np.ndarray) -> Hands:
        """The hand in each box (n, 4) of one picture, its crop turned by its angle (n,).

        Boxes and angles are those of `Detections`. Raises HandposeError as `in_crops` does.
        """
        to_crop = to_crop_maps(image.shape[:2], boxes, self.box_scale, self.size, angles)
        return hands_from(self._answers(cut(image, to_crop, self.size)), to_crop)

    def _answers(self, crops: np.ndarray) -> Answers:
        starts = range(0, len(crops), self.batch)
        parts = [self.run(crops[start : start + self.batch]) for start in starts]
        answers = {
            name: np.concatenate([part[name] for part in parts] or [np.zeros((0, *shape))])
            for name, shape in OUTPUTS.items()
        }
        if not np.isfinite(answers["keypoints"]).all():
            raise HandposeError(
                "the network answers with NaN; its weights are spoilt, take an earlier checkpoint"
            )
        return answers


def exported_finder(path: str | Path, batch: int) -> Finder:
    """A finder that runs a `.tflite` or `.onnx` file, without TensorFlow.

    Raises HandposeError when the file cannot be used.
    """
    model = open_model(path)
    return Finder(model.run, model.card.input_size, batch, model.card.box_scale)
