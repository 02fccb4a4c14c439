"""A model file that needs no training: every keypoint is the centre of what is red."""

from pathlib import Path

import keras
import numpy as np
from keras import ops

from handpose.export.litert import float_litert
from handpose.export.onnx import write_onnx
from handpose.export.saved_model import write_saved_model
from handpose.inference.card import Card
from handpose.inference.litert import write_card

SIZE = 64
CARD = Card(input_size=SIZE, box_scale=2.0, source="toy", licence="none")


class CentreOfRed(keras.layers.Layer):
    """Green, 0..255, tells a right hand; blue tells a hand."""

    def call(self, image):
        red = image[..., 0]
        total = ops.sum(red, axis=(1, 2)) + 1e-9
        centres = np.arange(SIZE, dtype=np.float32) + 0.5
        x = ops.sum(ops.sum(red, axis=1) * centres, axis=1) / total
        y = ops.sum(ops.sum(red, axis=2) * centres, axis=1) / total
        keypoint = ops.stack([x, y], axis=-1)[:, None, :]
        return {
            "keypoints": ops.concatenate([keypoint] * 21, axis=1),
            "scores": ops.concatenate([(x / SIZE)[:, None]] * 21, axis=1),
            "handedness": ops.max(image[..., 1], axis=(1, 2)) / 255,
            "presence": ops.max(image[..., 2], axis=(1, 2)) / 255,
        }


def toy_predictor() -> keras.Model:
    image = keras.Input((SIZE, SIZE, 3), name="image")
    return keras.Model(image, CentreOfRed(name="decoded")(image), name="toy")


def make_litert(folder: Path) -> Path:
    write_saved_model(toy_predictor(), folder / "saved", batch=1)
    path = folder / "toy.tflite"
    path.write_bytes(float_litert(folder / "saved", half=False))
    write_card(path, CARD)
    return path


def make_onnx(folder: Path) -> Path:
    write_onnx(toy_predictor(), folder / "toy.onnx", CARD)
    return folder / "toy.onnx"


def dot(shape: tuple[int, int], x: int, y: int, radius: int = 2) -> np.ndarray:
    """A black picture (h, w, 3) with a red square whose centre is (x, y)."""
    image = np.zeros((*shape, 3), np.uint8)
    image[y - radius : y + radius, x - radius : x + radius, 0] = 255
    return image
