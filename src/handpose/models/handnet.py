"""HandNet: an EfficientNet-Lite0 encoder and a small decoder, for two cores and for phones.

Encoder: EfficientNet (Tan & Le 2019, arXiv 1905.11946) in its Lite form: ReLU6, no
squeeze-and-excitation, so that it quantises well. Decoder: a feature pyramid (Lin et al. 2017,
arXiv 1612.03144) to a quarter of the crop's side.
"""

from __future__ import annotations

import keras
from keras import layers, ops

from handpose.hand import NUM_KEYPOINTS
from handpose.models.dsnt import spatial_softmax
from handpose.models.heads.base import Head, Tensor

# Repeats, kernel, stride of the first, expansion, output channels (EfficientNet-B0, table 1).
STAGES = (
    (1, 3, 1, 1, 16),
    (2, 3, 2, 6, 24),
    (2, 5, 2, 6, 40),
    (3, 3, 2, 6, 80),
    (3, 5, 1, 6, 112),
    (4, 5, 2, 6, 192),
    (1, 3, 1, 6, 320),
)
# The stages whose outputs the decoder reads: strides 4, 8, 16, 32.
_TAPS = (1, 2, 4, 6)
_DECODER_CHANNELS = 48


def build_handnet(size: int, head: Head) -> keras.Model:
    """image (batch, size, size, 3) RGB 0..255 to a dictionary.

    `stages`: one stage's maps at stride 4; `score` (batch, 21), `handedness` (batch,) and
    `presence` (batch,): logits of a good keypoint, of a right hand, of any hand.
    """
    image = keras.Input((size, size, 3), name="image")
    features = _encode(layers.Rescaling(1 / 128, offset=-127 / 128, name="rescale")(image))
    decoded = _decode(features)
    maps = layers.Conv2D(NUM_KEYPOINTS, 1, dtype="float32", name="maps")(decoded)
    outputs = {
        "stages": [head.attach(maps, "stage1")],
        "score": _score(decoded, maps),
        **_about_the_hand(features[-1]),
    }
    return keras.Model(image, outputs, name="handnet")


def _encode(x: Tensor) -> list[Tensor]:
    x = _convolve(x, 32, 3, 2, "stem")
    taps = []
    for number, (repeats, kernel, stride, expansion, channels) in enumerate(STAGES):
        for block in range(repeats):
            name = f"block{number}_{block}"
            x = _bottleneck(x, kernel, stride if block == 0 else 1, expansion, channels, name)
        if number in _TAPS:
            taps.append(x)
    return taps


def _bottleneck(
    x: Tensor, kernel: int, stride: int, expansion: int, channels: int, name: str
) -> Tensor:
    inner = x.shape[-1] * expansion
    y = x if expansion == 1 else _convolve(x, inner, 1, 1, f"{name}_expand")
    y = layers.DepthwiseConv2D(
        kernel, stride, padding="same", use_bias=False, name=f"{name}_depthwise"
    )(y)
    y = _activate(_normalise(y, f"{name}_depthwise"), f"{name}_depthwise")
    y = layers.Conv2D(channels, 1, use_bias=False, name=f"{name}_project")(y)
    y = _normalise(y, f"{name}_project")
    return layers.Add(name=f"{name}_add")([x, y]) if y.shape == x.shape else y


def _decode(features: list[Tensor]) -> Tensor:
    x = _lateral(features[-1], "lateral32")
    for place, stride in ((2, 16), (1, 8), (0, 4)):
        x = layers.UpSampling2D(2, interpolation="bilinear", name=f"up{stride}")(x)
        x = layers.Add(name=f"merge{stride}")([x, _lateral(features[place], f"lateral{stride}")])
        x = _convolve(x, _DECODER_CHANNELS, 3, 1, f"smooth{stride}")
    return x


def _lateral(x: Tensor, name: str) -> Tensor:
    return _normalise(layers.Conv2D(_DECODER_CHANNELS, 1, use_bias=False, name=name)(x), name)


def _score(decoded: Tensor, maps: Tensor) -> Tensor:
    """Logits (batch, 21) from the features where each keypoint's map looks."""
    looked_at = LookAt(dtype="float32", name="looked_at")([decoded, maps])
    hidden = layers.Dense(32, "relu", dtype="float32", name="score_hidden")(looked_at)
    logit = layers.Dense(1, dtype="float32", name="score_logit")(hidden)
    return layers.Reshape((NUM_KEYPOINTS,), dtype="float32", name="score")(logit)


@keras.saving.register_keras_serializable("handpose")
class LookAt(layers.Layer):
    """Features (batch, h, w, c) averaged under each map (batch, h, w, 21): (batch, 21, c + 1).

    The last feature is the logarithm of the map's peak probability. The maps learn nothing
    from it.
    """

    def call(self, inputs: list[Tensor]) -> Tensor:
        """inputs: features and maps."""
        features, maps = inputs
        heatmaps = ops.stop_gradient(spatial_softmax(maps))
        averaged = ops.einsum("bhwc,bhwk->bkc", ops.cast(features, "float32"), heatmaps)
        peak = ops.log(ops.max(heatmaps, axis=(1, 2)) + 1e-9)
        return ops.concatenate([averaged, peak[..., None]], axis=-1)


def _about_the_hand(features: Tensor) -> dict[str, Tensor]:
    pooled = layers.GlobalAveragePooling2D(dtype="float32", name="pooled")(features)
    return {
        name: layers.Reshape((), dtype="float32", name=name)(
            layers.Dense(1, dtype="float32", name=f"{name}_logit")(pooled)
        )
        for name in ("handedness", "presence")
    }


def _convolve(x: Tensor, channels: int, kernel: int, stride: int, name: str) -> Tensor:
    x = layers.Conv2D(channels, kernel, stride, padding="same", use_bias=False, name=name)(x)
    return _activate(_normalise(x, name), name)


def _normalise(x: Tensor, name: str) -> Tensor:
    return layers.BatchNormalization(momentum=0.99, epsilon=1e-3, name=f"{name}_norm")(x)


def _activate(x: Tensor, name: str) -> Tensor:
    return layers.ReLU(6.0, name=f"{name}_act")(x)
