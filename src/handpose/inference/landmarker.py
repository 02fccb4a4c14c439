"""HandLandmarker: pictures and boxes in, keypoints out, without TensorFlow."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from handpose import shipped
from handpose.inference.crops import (
    ArgumentError,
    checked_angles,
    checked_boxes,
    checked_image,
    cut,
    to_crop_maps,
)
from handpose.inference.hands import Hands, hands_from
from handpose.inference.model import open_model


class HandLandmarker:
    """Finds the 21 keypoints of hands whose boxes are known.

        hands = HandLandmarker("shipped")(image, boxes=[[x, y, w, h]])

    model: a `.tflite` or `.onnx` file from `handpose export`; "shipped": the package's preview,
    "shipped_int8" the same in int8, two thirds of the time; None: the package's default, which
    raises as long as there is none.
    num_threads: processor threads. box_scale: side of the crop / long side of the box; None:
    as the model was trained. Raises HandposeError when the model cannot be used. Each thread
    of a program needs a landmarker of its own.
    """

    def __init__(
        self,
        model: str | Path | None = None,
        *,
        num_threads: int = 1,
        box_scale: float | None = None,
    ):
        _check_options(num_threads, box_scale)
        opened = open_model(shipped.hand_model(model), num_threads)
        self.card = opened.card
        self._run = opened.run
        self._scale = box_scale or opened.card.box_scale

    def __call__(self, image: Any, boxes: Any = None, angles: Any = None) -> Any:
        """The hands of one picture, or a list of them, one a picture, for several pictures.

        image: RGB uint8 (h, w, 3); or several: a list of such, or an array (b, h, w, 3).
        boxes: (n, 4) x, y, w, h, image pixels, tight round each hand; for several pictures a
        list of such, one a picture. None: each picture is one crop, letterboxed.
        angles: (n,) degrees clockwise from up in which each hand points, from the wrist to the
        middle finger's MCP, as `Detections.angles`; its crop is turned so that it points up. For
        several pictures a list of such. None: the crops are as upright as the picture.
        Returns `Hands` or a list of `Hands`, in pixels of the picture. Raises ArgumentError (a
        ValueError) for a picture, a box or an angle that cannot be used.
        """
        if isinstance(image, np.ndarray) and image.ndim != 4:
            return self._hands(checked_image(image), *_checked(boxes, angles))
        return [self._hands(*one) for one in _several(image, boxes, angles)]

    def _hands(
        self, image: np.ndarray, boxes: np.ndarray | None, angles: np.ndarray | None
    ) -> Hands:
        size = self.card.input_size
        to_crop = to_crop_maps(image.shape[:2], boxes, self._scale, size, angles)
        return hands_from(self._run(cut(image, to_crop, size)), to_crop)


# A picture, its boxes and its angles.
_Picture = tuple[np.ndarray, np.ndarray | None, np.ndarray | None]


def _check_options(num_threads: int, box_scale: float | None) -> None:
    if not (isinstance(num_threads, int) and num_threads >= 1):
        raise ArgumentError(f"num_threads={num_threads!r}: a whole number from 1 expected")
    if box_scale is not None and not 0.1 <= box_scale <= 10:
        raise ArgumentError(f"box_scale={box_scale!r}: 0.1 to 10 expected")


def _several(images: Any, boxes: Any, angles: Any) -> list[_Picture]:
    """Several pictures with the boxes and angles of each, all checked before the first is run."""
    if not isinstance(images, (list, tuple, np.ndarray)):
        raise ArgumentError(f"image is a {type(images).__name__}, a numpy array expected")
    pictures = [checked_image(image) for image in images]
    each = (_each("boxes", boxes, len(pictures)), _each("angles", angles, len(pictures)))
    where = [_checked(*own) for own in zip(*each, strict=True)]
    return [(picture, *own) for picture, own in zip(pictures, where, strict=True)]


def _each(name: str, values: Any, count: int) -> Sequence[Any]:
    if values is None:
        return [None] * count
    if len(values) != count:
        raise ArgumentError(f"{name} for {len(values)} pictures, {count} pictures given")
    return values


def _checked(boxes: Any, angles: Any) -> tuple[np.ndarray | None, np.ndarray | None]:
    if boxes is None:
        if angles is not None:
            raise ArgumentError("angles without boxes: give the box of each hand too")
        return None, None
    rows = checked_boxes(boxes)
    return rows, None if angles is None else checked_angles(angles, len(rows))
