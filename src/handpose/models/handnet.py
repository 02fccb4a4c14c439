"""HandNet: a small encoder and decoder, for two cores and for phones.

The decoder is a feature pyramid (Lin et al. 2017, arXiv 1612.03144) to a quarter of the crop's
side; the encoders are in `encoders/`.
"""

from __future__ import annotations

from collections.abc import Callable

import keras
from keras import layers, ops

from handpose.errors import UsageError
from handpose.hand import NUM_KEYPOINTS
from handpose.models.align import Align
from handpose.models.bones import attach_bones
from handpose.models.coarse import coarse_maps
from handpose.models.dsnt import spatial_softmax
from handpose.models.encoders.blocks import convolve, project
from handpose.models.encoders.fused import fused
from handpose.models.encoders.lite0 import lite0
from handpose.models.heads.base import Head, Tensor

ENCODERS: dict[str, Callable[[Tensor], list[Tensor]]] = {"fused": fused, "lite0": lite0}
_DECODER_CHANNELS = 48
# How the names of the encoders' layers begin.
_ENCODER = ("stem", "block")


def build_handnet(
    size: int, head: Head, encoder: str, upright: int = 0, bones: bool = False
) -> keras.Model:
    """image (batch, size, size, 3) RGB 0..255 to a dictionary.

    `stages`: one stage's maps at stride 4; `score` (batch, 21), `handedness` (batch,) and
    `presence` (batch,): logits of a good keypoint, of a right hand, of any hand.
    With `upright`, the stages see an upright square of so many pixels, and there are `coarse`,
    the maps of the first look, and `frame` (batch, 2, 3), from the square to the crop. With
    `bones` there are their maps at stride 4, for training.
    """
    image = keras.Input((size, size, 3), name="image")
    seen, outputs = _turned_upright(image, upright) if upright else (image, {})
    features = ENCODERS[encoder](_scaled(seen, "rescale"))
    decoded = _decode(features)
    maps = layers.Conv2D(NUM_KEYPOINTS, 1, dtype="float32", name="maps")(decoded)
    outputs |= {
        "stages": [head.attach(maps, "stage1")],
        "score": _score(decoded, maps),
        **_about_the_hand(features[-1]),
    }
    if bones:
        outputs["bones"] = attach_bones(decoded)
    return keras.Model(image, outputs, name="handnet")


def _scaled(image: Tensor, name: str) -> Tensor:
    return layers.Rescaling(1 / 128, offset=-127 / 128, name=name)(image)


def _turned_upright(image: Tensor, side: int) -> tuple[Tensor, dict[str, Tensor]]:
    """The hand in an upright square of `side` pixels, and what found it."""
    coarse = coarse_maps(_scaled(image, "coarse_rescale"))
    frame, seen = Align(side, name="align")([image, coarse])
    return seen, {"coarse": coarse, "frame": frame}


def freeze(network: keras.Model, stages: int, coarse: bool, norms: bool = False) -> None:
    """Let parts of the network keep their weights.

    stages: the stem and so many first stages of the encoder, 0 for none; coarse: the first look;
    norms: the encoder's batch normalisations, which keep their statistics too.
    Raises UsageError for a network without that part.
    """
    if stages:
        first = ("stem", *(f"block{number}_" for number in range(stages)))
        _freeze_named(network, first, "", f"--frozen_stages={stages}", "--network=handnet")
    if norms:
        _freeze_named(network, _ENCODER, "_norm", "--frozen_norms", "--network=handnet")
    if coarse:
        _freeze_named(network, ("coarse",), "", "--frozen_coarse", "--upright_size=96")


def _freeze_named(
    network: keras.Model, starts: tuple[str, ...], end: str, flag: str, remedy: str
) -> None:
    names = (layer.name for layer in network.layers)
    frozen = [name for name in names if name.startswith(starts) and name.endswith(end)]
    if not frozen:
        raise UsageError(f"{flag}: {network.name} has no such part; take {remedy}")
    for name in frozen:
        network.get_layer(name).trainable = False


def _decode(features: list[Tensor]) -> Tensor:
    x = project(features[-1], _DECODER_CHANNELS, 1, 1, "lateral32")
    for place, stride in ((2, 16), (1, 8), (0, 4)):
        x = layers.UpSampling2D(2, interpolation="bilinear", name=f"up{stride}")(x)
        lateral = project(features[place], _DECODER_CHANNELS, 1, 1, f"lateral{stride}")
        x = layers.Add(name=f"merge{stride}")([x, lateral])
        x = convolve(x, _DECODER_CHANNELS, 3, 1, f"smooth{stride}")
    return x


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
