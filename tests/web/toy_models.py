"""LiteRT files that need no training and no TensorFlow: every output is linear in a coarse picture.

The picture is averaged over squares, and each output is a fixed sum of those averages, so that a
crop that is shifted, turned or mirrored changes every number.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import flatbuffers
import numpy as np
from ai_edge_litert import schema_py_generated as schema

from handpose.inference.card import Card
from handpose.inference.litert import write_card

POOL = 8  # pixels a side
Layer = tuple[np.ndarray, np.ndarray, tuple[int, ...], bool]  # weights, bias, shape, as 0..1


def write_landmarker(
    path: Path, size: int = 128, box_scale: float = 1.35, presence: float = 3.0
) -> Path:
    """A hand model: keypoints all over the crop, scores all over 0..1, always a left hand.

    presence: before the sigmoid; 3 is a probability of 0.95.
    """
    random = np.random.default_rng(0)
    cells = (size // POOL) ** 2 * 3
    spread = random.normal(0, 1, (42, cells)) * size / 2 / 255 / np.sqrt(cells)
    scores = random.normal(0, 1, (21, cells)) / 64 / np.sqrt(cells)
    constant = np.zeros((1, cells))
    outputs = {
        "keypoints": (spread, random.uniform(0.3, 0.7, 42) * size, (1, 21, 2), False),
        "scores": (scores, np.zeros(21), (1, 21), True),
        "handedness": (constant, np.array([-2.0]), (1,), True),
        "presence": (constant, np.array([presence]), (1,), True),
    }
    path.write_bytes(_model(size, outputs))
    write_card(path, Card(input_size=size, box_scale=box_scale, source="toy", licence="none"))
    return path


def write_detector(path: Path, boxes: np.ndarray, angles: np.ndarray, scores: np.ndarray) -> Path:
    """A detector that always sees the same: boxes (n, 4) of 224 px, angles (n,), scores (n,)."""
    cells = (224 // POOL) ** 2 * 3
    found = {"boxes": np.zeros((16, 4)), "angles": np.zeros(16), "scores": np.zeros(16)}
    for name, values in (("boxes", boxes), ("angles", angles), ("scores", scores)):
        found[name][: len(values)] = values
    outputs = {
        name: (np.zeros((values.size, cells)), values.ravel(), (1, *values.shape), False)
        for name, values in found.items()
    }
    path.write_bytes(_model(224, outputs))
    write_card(path, Card(input_size=224, box_scale=1.0, task="detection"))
    return path


def _model(size: int, outputs: Mapping[str, Layer]) -> bytes:
    """`image` (1, size, size, 3), averaged over POOL x POOL pixels, into layers of it."""
    graph = _Graph()
    image = graph.tensor("image", (1, size, size, 3))
    side = size // POOL
    coarse = graph.tensor("coarse", (1, side, side, 3))
    graph.operator(schema.BuiltinOperator.AVERAGE_POOL_2D, [image], coarse, _pooling())
    flat = graph.reshaped(coarse, (1, side * side * 3))
    named = {name: graph.layer(name, flat, *layer) for name, layer in outputs.items()}
    return graph.packed({"image": image}, named)


def _pooling() -> schema.Pool2DOptionsT:
    options = schema.Pool2DOptionsT()
    options.filterWidth = options.filterHeight = options.strideW = options.strideH = POOL
    options.padding = schema.Padding.VALID
    return options


class _Graph:
    """A LiteRT file's one graph as it grows; tensors are known by their numbers."""

    def __init__(self) -> None:
        self._graph, self._buffers = schema.SubGraphT(), [schema.BufferT()]
        self._graph.tensors, self._graph.operators = [], []
        self._codes: list[int] = []

    def tensor(self, name: str, shape: tuple[int, ...], values: np.ndarray | None = None) -> int:
        tensor = schema.TensorT()
        tensor.name, tensor.shape, tensor.buffer = name, list(shape), 0
        tensor.type = schema.TensorType.FLOAT32
        if values is not None:
            tensor.buffer = len(self._buffers)
            buffer = schema.BufferT()
            buffer.data = np.frombuffer(values.tobytes(), np.uint8)
            self._buffers.append(buffer)
            if values.dtype == np.int32:
                tensor.type = schema.TensorType.INT32
        self._graph.tensors.append(tensor)
        return len(self._graph.tensors) - 1

    def operator(self, code: int, inputs: list[int], output: int, options: object = None) -> None:
        operator = schema.OperatorT()
        if code not in self._codes:
            self._codes.append(code)
        operator.opcodeIndex = self._codes.index(code)
        operator.inputs, operator.outputs = inputs, [output]
        if options is not None:
            kind = type(options).__name__.removesuffix("T")
            operator.builtinOptionsType = getattr(schema.BuiltinOptions, kind)
            operator.builtinOptions = options
        self._graph.operators.append(operator)

    def reshaped(self, tensor: int, shape: tuple[int, ...], name: str = "") -> int:
        sizes = np.array(shape, np.int32)
        wanted = self.tensor(f"{name}_shape", sizes.shape, sizes)
        result = self.tensor(name, shape)
        self.operator(schema.BuiltinOperator.RESHAPE, [tensor, wanted], result)
        return result

    def layer(
        self,
        name: str,
        flat: int,
        weights: np.ndarray,
        bias: np.ndarray,
        shape: tuple[int, ...],
        as_share: bool,
    ) -> int:
        values = [np.asarray(part, np.float32) for part in (weights, bias)]
        known = [self.tensor(f"{name}_known", part.shape, part) for part in values]
        result = self.tensor(f"{name}_sum", (1, len(bias)))
        connected = schema.FullyConnectedOptionsT()
        self.operator(schema.BuiltinOperator.FULLY_CONNECTED, [flat, *known], result, connected)
        if as_share:
            share = self.tensor(f"{name}_share", (1, len(bias)))
            self.operator(schema.BuiltinOperator.LOGISTIC, [result], share)
            result = share
        return self.reshaped(result, shape, name)

    def packed(self, inputs: Mapping[str, int], outputs: Mapping[str, int]) -> bytes:
        self._graph.inputs, self._graph.outputs = list(inputs.values()), list(outputs.values())
        model = schema.ModelT()
        model.version, model.buffers, model.subgraphs = 3, self._buffers, [self._graph]
        model.operatorCodes = [_operator_code(code) for code in self._codes]
        signature = schema.SignatureDefT()
        signature.signatureKey, signature.subgraphIndex = "serving_default", 0
        signature.inputs = [_named(*item) for item in inputs.items()]
        signature.outputs = [_named(*item) for item in outputs.items()]
        model.signatureDefs = [signature]
        builder = flatbuffers.Builder()
        builder.Finish(model.Pack(builder), b"TFL3")
        return bytes(builder.Output())


def _operator_code(code: int) -> schema.OperatorCodeT:
    operator = schema.OperatorCodeT()
    operator.builtinCode = operator.deprecatedBuiltinCode = code
    operator.version = 1
    return operator


def _named(name: str, tensor: int) -> schema.TensorMapT:
    entry = schema.TensorMapT()
    entry.name, entry.tensorIndex = name, tensor
    return entry
