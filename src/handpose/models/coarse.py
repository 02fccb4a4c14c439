"""A quick look at half the resolution: roughly where the keypoints are, and which way is up."""

from __future__ import annotations

from keras import layers

from handpose.hand import NUM_KEYPOINTS
from handpose.models.encoders.blocks import (
    convolve,
    fused_residual,
    inverted_residual,
    project,
    staged,
)
from handpose.models.heads.base import Tensor

# Block, repeats, expansion, output channels.
_STAGES = (
    (fused_residual, 2, 2, 32),
    (fused_residual, 2, 3, 48),
    (inverted_residual, 2, 4, 80),
    (inverted_residual, 2, 4, 96),
)
_STEM, _DECODER = 24, 32


def coarse_maps(image: Tensor) -> Tensor:
    """Maps (batch, size / 8, size / 8, 21), logits, of a crop (batch, size, size, 3)."""
    x = layers.AveragePooling2D(2, name="coarse_half")(image)
    x = convolve(x, _STEM, 3, 2, "coarse_stem")
    taps = staged(x, _STAGES, "coarse")
    return layers.Conv2D(NUM_KEYPOINTS, 1, dtype="float32", name="coarse_maps")(_decode(taps))


def _decode(taps: list[Tensor]) -> Tensor:
    x = project(taps[-1], _DECODER, 1, 1, "coarse_lateral3")
    for number in (2, 1, 0):
        x = layers.UpSampling2D(2, interpolation="bilinear", name=f"coarse_up{number}")(x)
        lateral = project(taps[number], _DECODER, 1, 1, f"coarse_lateral{number}")
        x = layers.Add(name=f"coarse_merge{number}")([x, lateral])
        x = convolve(x, _DECODER, 3, 1, f"coarse_smooth{number}")
    return x
