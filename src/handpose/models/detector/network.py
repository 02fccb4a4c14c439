"""The detector's network: a whole picture in, at every fourth pixel how likely a hand's middle is.

The encoder is EfficientNet-Lite0 with one block at its last stride, so that it can start from
ImageNet's weights; a feature pyramid (Lin et al. 2017, arXiv 1612.03144) leads down to stride 4: a
hand 8 pixels long covers two cells there, and a single one at stride 8.
"""

from __future__ import annotations

import keras
from keras import layers

from handpose.models.encoders.blocks import convolve, project
from handpose.models.encoders.lite0 import STAGES, lite0
from handpose.models.heads.base import Tensor

STRIDE = 4

# With all its blocks the last stage would hold two thirds of all weights.
_STAGES = (*STAGES[:-1], (1, *STAGES[-1][1:]))
_DECODER = (24, 40, 64, 96)  # channels at strides 4 to 32
# Nearly all cells are empty: without this their loss would drown the hands' (arXiv 1708.02002).
_FIRST_LOGIT = -4.6


def build_network(size: int) -> keras.Model:
    """image (batch, size, size, 3) RGB 0..255 to a dictionary of maps, h = w = size / 4.

    `centre` (batch, h, w): logits of a hand's middle; `geometry` (batch, h, w, 6): of the hand
    whose middle is there, see `boxes.py`.
    """
    image = keras.Input((size, size, 3), name="image")
    scaled = layers.Rescaling(1 / 128, offset=-127 / 128, name="rescale")(image)
    taps = lite0(scaled, _STAGES)
    features = convolve(_decode(taps), _DECODER[0], 3, 1, "shared")
    first = keras.initializers.Constant(_FIRST_LOGIT)
    centre = layers.Conv2D(1, 1, bias_initializer=first, dtype="float32", name="maps_centre")
    geometry = layers.Conv2D(6, 1, dtype="float32", name="maps_geometry")
    side = size // STRIDE
    flat = layers.Reshape((side, side), dtype="float32", name="maps_flat")
    outputs = {"centre": flat(centre(features)), "geometry": geometry(features)}
    return keras.Model(image, outputs, name="detector")


def _decode(taps: list[Tensor]) -> Tensor:
    x = project(taps[-1], _DECODER[-1], 1, 1, "lateral3")
    for number in (2, 1, 0):
        channels = _DECODER[number]
        x = project(x, channels, 1, 1, f"narrow{number}")
        x = layers.UpSampling2D(2, interpolation="bilinear", name=f"up{number}")(x)
        lateral = project(taps[number], channels, 1, 1, f"lateral{number}")
        x = convolve(
            layers.Add(name=f"merge{number}")([x, lateral]), channels, 3, 1, f"smooth{number}"
        )
    return x
