"""The weights that hand3d publishes for its PoseNet (`--load_path=OriginPaper`).

They come as a pickle of arrays named like `PoseNet2D/conv1_1/weights`. Their keypoints stand in
the order of the Rendered Handpose Dataset, ours in the canonical one: the channels of every
score map are permuted, where a layer makes them and where a refinement reads them. Keypoint 0 is
the centre of the palm, as hand3d was trained. The files do not come with handpose: see
docs/models.md for where to get them.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import keras
import numpy as np

from handpose import safe_pickle
from handpose.errors import HandposeError, UsageError
from handpose.hand import NUM_KEYPOINTS, ORDERS

# Below data_path; the first file there is taken: 2D training of the paper, then the 3D system's.
FOLDER = "weights"
FILES = (
    "posenet-rhd-stb.pickle",
    "posenet-rhd-stb-slr-finetuned.pickle",
    "posenet3d-rhd-stb-slr-finetuned.pickle",
)
_SCOPE = "PoseNet2D"
_SCORE_LAYERS = ("conv5_2", "conv6_7", "conv7_7")
_REFINING_LAYERS = ("conv6_1", "conv7_1")


def load_hand3d_weights(path: str | Path, network: keras.Model) -> None:
    """Set the weights of a PoseNet, head `dsnt` or `heatmap`, to the published ones.

    path: the pickle, or the folder that holds it under its published name.
    Raises HandposeError that names the array when one is missing or has another shape, and
    UsageError for a network that is not PoseNet's.
    """
    layers = [layer for layer in network.layers if layer.weights]
    if network.name != "posenet" or any(layer.name.endswith("_bins") for layer in layers):
        raise UsageError(
            "--load_path=OriginPaper: published for --network=posenet with head dsnt or heatmap"
        )
    file = _file(Path(path))
    arrays = safe_pickle.load(file)
    if not isinstance(arrays, dict):
        raise HandposeError(f"{file}: a pickled dictionary of arrays expected; download it anew")
    # All are checked before the first is set, so that a refused file changes nothing.
    weights = [(layer, _weights_of(layer, arrays, file)) for layer in layers]
    for layer, values in weights:
        layer.set_weights(values)


def _file(path: Path) -> Path:
    if path.is_file():
        return path
    found = [path / name for name in FILES if (path / name).exists()]
    if not found:
        raise HandposeError(
            f"{path}: none of {', '.join(FILES)}; download hand3d's weights and put one there,"
            " see docs/models.md"
        )
    return found[0]


def _weights_of(layer: keras.Layer, arrays: Mapping, file: Path) -> list[np.ndarray]:
    kernel = _array(arrays, f"{_SCOPE}/{layer.name}/weights", layer.kernel.shape, file)
    bias = _array(arrays, f"{_SCOPE}/{layer.name}/biases", layer.bias.shape, file)
    return list(_reordered(layer.name, kernel, bias))


def _array(arrays: Mapping, name: str, shape: tuple[int, ...], file: Path) -> np.ndarray:
    if name not in arrays:
        raise HandposeError(f"{file}: {name} is missing; these are not PoseNet's weights")
    value = np.asarray(arrays[name])
    if value.shape != tuple(shape) or value.dtype.kind != "f":
        found = f"{value.dtype} of shape {value.shape}"
        raise HandposeError(f"{file}: {name} is {found}, float of shape {tuple(shape)} expected")
    return value


def _reordered(name: str, kernel: np.ndarray, bias: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Kernel (h, w, in, out) and bias (out,) with the score maps' channels in canonical order."""
    order = list(ORDERS["rhd"])
    if name in _SCORE_LAYERS:
        return kernel[..., order], bias[order]
    if name in _REFINING_LAYERS:
        # A refinement reads the score maps first, then the encoding.
        inputs = [*order, *range(NUM_KEYPOINTS, kernel.shape[2])]
        return kernel[:, :, inputs], bias
    return kernel, bias
