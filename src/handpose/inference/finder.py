"""The hand in whole pictures: letterboxed, through any network, and back to their own pixels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from handpose.errors import HandposeError
from handpose.geometry import image_to_crop, letterbox, warp
from handpose.inference.hand import Hand
from handpose.inference.hands import hands_from
from handpose.inference.model import Answers, open_model


@dataclass(frozen=True)
class Finder:
    """A network that is ready to run, whatever runs it.

    run: crops (n, size, size, 3) float32 RGB 0..255 to what `model.OUTPUTS` names, in crop
    pixels; size: side of the crops, pixels; batch: the largest n.
    """

    run: Callable[[np.ndarray], Answers]
    size: int
    batch: int

    def find(self, images: Sequence[np.ndarray]) -> list[Hand]:
        """The hand in each RGB uint8 picture (h, w, 3); at most `batch` pictures.

        Raises HandposeError when the network answers with something else than numbers.
        """
        to_crop = np.stack([image_to_crop(letterbox(one.shape[:2]), self.size) for one in images])
        crops = [warp(one, to, self.size) for one, to in zip(images, to_crop, strict=True)]
        answers = self.run(np.stack(crops).astype(np.float32))
        if not np.isfinite(answers["keypoints"]).all():
            raise HandposeError(
                "the network answers with NaN; its weights are spoilt, take an earlier checkpoint"
            )
        return list(hands_from(answers, to_crop))


def exported_finder(path: str | Path, batch: int) -> Finder:
    """A finder that runs a `.tflite` or `.onnx` file, without TensorFlow.

    Raises HandposeError when the file cannot be used.
    """
    model = open_model(path)
    return Finder(model.run, model.card.input_size, batch)
