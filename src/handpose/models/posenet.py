"""PoseNet of hand3d (Zimmermann & Brox 2017), the original system's network.

A VGG-like encoder to an eighth of the crop's side, a first map per keypoint, then two stages
that refine it from the encoding and the last map. Layer names are those of the published weights.
"""

from __future__ import annotations

import keras
from keras import layers

from handpose.hand import NUM_KEYPOINTS
from handpose.models.heads.base import Head, Tensor

# Output channels of the 3x3 convolutions of each encoder block; a 2x2 pool between blocks.
ENCODER = ((64, 64), (128, 128), (256,) * 4, (512, 512, 256, 256, 256, 256, 128))
REFINEMENTS = 2


def build_posenet(size: int, head: Head) -> keras.Model:
    """image (batch, size, size, 3) RGB 0..255 to {`stages`: three stages' maps}."""
    image = keras.Input((size, size, 3), name="image")
    encoding = _encode(layers.Rescaling(1 / 255, offset=-0.5, name="rescale")(image))
    maps = _convolve(_convolve(encoding, 512, 1, "conv5_1"), NUM_KEYPOINTS, 1, "conv5_2", last=True)
    stages = [head.attach(maps, "stage1")]
    for number in range(REFINEMENTS):
        maps = _refine(maps, encoding, f"conv{6 + number}")
        stages.append(head.attach(maps, f"stage{2 + number}"))
    return keras.Model(image, {"stages": stages}, name="posenet")


def _encode(x: Tensor) -> Tensor:
    for block, widths in enumerate(ENCODER, start=1):
        if block > 1:
            x = layers.MaxPooling2D(2, padding="same", name=f"pool{block - 1}")(x)
        for place, channels in enumerate(widths, start=1):
            x = _convolve(x, channels, 3, f"conv{block}_{place}")
    return x


def _refine(maps: Tensor, encoding: Tensor, name: str) -> Tensor:
    x = layers.Concatenate(name=f"{name}_input")([maps, encoding])
    for place in range(1, 6):
        x = _convolve(x, 128, 7, f"{name}_{place}")
    x = _convolve(x, 128, 1, f"{name}_6")
    return _convolve(x, NUM_KEYPOINTS, 1, f"{name}_7", last=True)


def _convolve(x: Tensor, channels: int, kernel: int, name: str, last: bool = False) -> Tensor:
    dtype = "float32" if last else None
    x = layers.Conv2D(channels, kernel, padding="same", name=name, dtype=dtype)(x)
    return x if last else layers.LeakyReLU(0.01, name=f"{name}_act")(x)
