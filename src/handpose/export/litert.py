"""A SavedModel as LiteRT (formerly TensorFlow Lite), in float32 or float16."""

from __future__ import annotations

from pathlib import Path

import tensorflow as tf

from handpose.quiet import quiet_start


def float_litert(saved_model: Path, *, half: bool) -> bytes:
    """The content of a `.tflite` file; half: weights in float16, half as large.

    The SavedModel must take one crop at a time: with an open batch, shapes would be computed
    anew at every call.
    """
    converter = tf.lite.TFLiteConverter.from_saved_model(str(saved_model))
    if half:
        converter.optimizations = [tf.lite.Optimize.DEFAULT]
        converter.target_spec.supported_types = [tf.float16]
    with quiet_start():
        return converter.convert()
