"""LiteRT in int8: the network's body in whole numbers, what reads coordinates in float.

Quantising the spatial softmax as well moves keypoints several times as far, see docs/export.md.
"""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np

from handpose.export.saved_model import SIGNATURE
from handpose.quiet import quiet_start

# What costs the time; everything else stays float.
_QUANTISED = (
    *("CONV_2D", "DEPTHWISE_CONV_2D", "ADD", "CONCATENATION"),
    *("RESIZE_BILINEAR", "MAX_POOL_2D"),
)
# Layers before the body and from the maps on: handnet's, posenet's last, the heads'. The first look
# as a whole, since its rounding would move all that the second one sees. What makes an output has
# the call's name instead of its layer's.
_FLOAT = (
    *("rescale", "coarse", "align", "maps", "conv7_7", r"stage\d", "looked_at", "score"),
    *("pooled", "handedness", "presence", "decoded"),
)
# Rounded, the first stages of lite0 move keypoints more than all others together: docs/export.md.
_FRAGILE = {"lite0": ("stem", "block[012]_")}


def int8_litert(float32: bytes, crops: np.ndarray, encoder: str = "") -> bytes:
    """The content of a `.tflite` file, from that of the float32 one.

    crops: (n, size, size, 3) float32 0..255, typical ones; their activations set the scales.
    encoder: the network's, whose fragile layers stay float.
    """
    from ai_edge_quantizer import quantizer
    from ai_edge_quantizer.algorithm_manager import AlgorithmName

    job = quantizer.Quantizer(float32)
    for operation in _QUANTISED:
        job.add_static_config(".*", operation, activation_num_bits=8, weight_num_bits=8)
    left = "|".join(_FLOAT + _FRAGILE.get(encoder, ()))
    scope = f"(.*/({left})|StatefulPartitionedCall)"
    job.update_quantization_recipe(scope, "*", algorithm_key=AlgorithmName.NO_QUANTIZE)
    return _quantised(job, crops)


def _quantised(job: Any, crops: np.ndarray) -> bytes:
    samples = {SIGNATURE: [{"image": crop[None]} for crop in crops]}
    with quiet_start(), warnings.catch_warnings():
        # It keeps all tensors while it calibrates, and warns of its own doing.
        warnings.simplefilter("ignore", UserWarning)
        scales = job.calibrate(samples, num_threads=1)
        return bytes(job.quantize(scales, enable_progress_report=False).quantized_model)
