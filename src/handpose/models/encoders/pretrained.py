"""Start an encoder from weights that were learnt elsewhere, such as on ImageNet."""

from __future__ import annotations

from pathlib import Path

import keras
import numpy as np

from handpose.arrays import read_arrays
from handpose.errors import HandposeError

_REMEDY = "choose the encoder that these weights belong to"


def load_encoder(network: keras.Model, path: str | Path) -> int:
    """Set the layers that both the `.npz` file and the network have; how many.

    The file maps 'layer/0', 'layer/1' ... to the layer's weights in Keras's order, as
    `tools/convert_lite0.py` writes them. Layers that it does not name keep their weights, and
    blocks that a shortened encoder lacks are left out.
    Raises HandposeError when it cannot be read or does not fit the network.
    """
    layers = {layer.name: layer for layer in network.layers}
    weights = {name: arrays for name, arrays in _read(path).items() if name in layers}
    if not weights:
        raise HandposeError(f"{path}: no layer of {network.name} is in it; {_REMEDY}")
    for name, arrays in weights.items():
        expected = [tuple(weight.shape) for weight in layers[name].weights]
        found = [array.shape for array in arrays]
        if found != expected:
            raise HandposeError(
                f"{path}: layer {name} has shapes {found}, {expected} expected; {_REMEDY}"
            )
        layers[name].set_weights(arrays)
    return len(weights)


def _read(path: str | Path) -> dict[str, list[np.ndarray]]:
    try:
        return _grouped(read_arrays(path))
    except (OSError, ValueError) as error:
        raise HandposeError(
            f"{path}: weights of an encoder expected ({error}); see tools/convert_lite0.py"
        ) from None


def _grouped(arrays: dict[str, np.ndarray]) -> dict[str, list[np.ndarray]]:
    """From 'layer/place' to the layer's arrays in the order of their places."""
    grouped: dict[str, list[np.ndarray]] = {}
    for key in sorted(arrays, key=lambda key: int(key.rpartition("/")[2])):
        grouped.setdefault(key.rpartition("/")[0], []).append(arrays[key])
    return grouped
