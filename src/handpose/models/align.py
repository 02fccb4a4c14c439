"""The layer that turns a hand upright inside the network."""

from __future__ import annotations

import keras
from keras import ops

from handpose.models import dsnt
from handpose.models.frame import centred_frame, transform, upright_frame
from handpose.models.heads.base import Tensor

# What the frame is moved by in training, each at most: degrees, scale (natural logarithm), share
# of the side. On photographs the coarse keypoints are worse than on what they were trained with.
_TURN, _SCALE, _SHIFT = 25.0, 0.15, 0.06


@keras.saving.register_keras_serializable("handpose")
class Align(keras.layers.Layer):
    """Coarse maps to the frame that they imply, and the crop seen in it.

    side: of the upright square, pixels. Nothing is learnt through the frame.
    """

    def __init__(self, side: int, **kwargs: object):
        super().__init__(**{"dtype": "float32", **kwargs})
        self.side = side

    def get_config(self) -> dict:
        """What the layer is made anew from."""
        return {**super().get_config(), "side": self.side}

    def call(self, inputs: list[Tensor], training: bool = False) -> tuple[Tensor, Tensor]:
        """image (batch, size, size, 3) and maps (batch, h, w, 21) of it.

        Returns frames (batch, 2, 3) and the upright squares (batch, side, side, 3).
        """
        image, maps = inputs
        size = image.shape[1]
        keypoints = dsnt.to_pixels(dsnt.expectation(dsnt.spatial_softmax(maps)), size)
        frame = upright_frame(keypoints, size, self.side)
        frame = ops.stop_gradient(shaken(frame, image, self.side) if training else frame)
        return frame, resample(image, frame, self.side)


def shaken(frame: Tensor, image: Tensor, side: int) -> Tensor:
    """Frames turned, scaled and shifted a little, each by a number that its picture decides.

    A hash of the picture, unlike a generator, has no state that a resumed training would miss.
    """
    turn, scale, x, y = (_hashed(image, salt) for salt in (1.0, 2.0, 3.0, 4.0))
    angle, factor = turn * (_TURN * 3.141592653589793 / 180), ops.exp(_SCALE * scale)
    cos, sin = factor * ops.cos(angle), factor * ops.sin(angle)
    turned = ops.stack([ops.stack([cos, -sin], -1), ops.stack([sin, cos], -1)], axis=1)
    middle = side * (0.5 + _SHIFT * ops.stack([x, y], axis=-1))
    moved = transform(frame, middle[:, None])
    return centred_frame(ops.matmul(frame[:, :, :2], turned), moved[:, 0, :, None], side)


def _hashed(image: Tensor, salt: float) -> Tensor:
    """Numbers (batch,) from -1 to 1 that look random and are the same for the same picture."""
    mean = ops.mean(image, axis=(1, 2, 3))
    scattered = ops.sin(mean * (12.9898 + salt) + salt) * 43758.5453
    return 2.0 * (scattered - ops.floor(scattered)) - 1.0


def resample(image: Tensor, frame: Tensor, side: int) -> Tensor:
    """Squares (batch, side, side, channels) of pictures, bilinear, black outside of them.

    image: (batch, h, w, channels); frame: (batch, 2, 3) from the square's uv to the picture's.
    """
    height, width, channels = image.shape[1:]
    # Interpolation counts from the first pixel's centre.
    place = transform(frame, _pixel_centres(side)) - 0.5
    first = ops.floor(place)
    share = place - first
    flat = ops.reshape(image, (-1, channels))
    start = ops.arange(ops.shape(image)[0], dtype="int32")[:, None] * (height * width)
    total = 0.0
    for dx, dy in ((0, 0), (1, 0), (0, 1), (1, 1)):
        x, y = first[..., 0] + dx, first[..., 1] + dy
        inside = (x >= 0) & (x < width) & (y >= 0) & (y < height)
        weight = ops.abs((1 - dx - share[..., 0]) * (1 - dy - share[..., 1]))
        weight = weight * ops.cast(inside, "float32")
        pixel = ops.clip(y, 0, height - 1) * width + ops.clip(x, 0, width - 1)
        seen = ops.take(flat, start + ops.cast(pixel, "int32"), axis=0)
        total += weight[..., None] * seen
    return ops.reshape(total, (-1, side, side, channels))


def _pixel_centres(side: int) -> Tensor:
    """uv (1, side * side, 2) of a square's pixels, row by row."""
    line = ops.arange(side, dtype="float32") + 0.5
    x, y = ops.meshgrid(line, line, indexing="xy")
    return ops.reshape(ops.stack([x, y], axis=-1), (1, side * side, 2))
