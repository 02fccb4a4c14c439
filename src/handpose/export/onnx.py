"""A predictor as ONNX."""

from __future__ import annotations

from pathlib import Path

import keras
import tensorflow as tf

from handpose.export.saved_model import signature
from handpose.inference.card import NAME, Card
from handpose.quiet import quiet_start

# Of 2021: every runtime of the last years reads it.
OPSET = 17


def write_onnx(predictor: keras.Model, path: Path, card: Card) -> None:
    """Write a model's `predictor()` as an ONNX file for any batch, with its card inside."""
    import onnx
    import tf2onnx

    inputs = [signature(card.input_size, None)]
    function = tf.function(
        lambda image: predictor(image, training=False), input_signature=inputs, autograph=False
    )
    with quiet_start():
        content, _ = tf2onnx.convert.from_function(function, inputs, opset=OPSET)
    content.graph.input[0].type.tensor_type.shape.dim[0].dim_param = "batch"
    onnx.helper.set_model_props(content, {NAME: card.to_json()})
    onnx.checker.check_model(content)
    path.write_bytes(content.SerializeToString())
