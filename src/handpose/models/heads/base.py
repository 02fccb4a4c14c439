"""What a head offers, and what heads share.

To add a head: a file with a frozen dataclass that has these three functions, a line in
`models/build.py` and the name in `config.HEADS`.
"""

from __future__ import annotations

from typing import Any, Protocol

from keras import ops

from handpose.models.dsnt import cell_centres

Tensor = Any
Batch = dict[str, Any]


class Head(Protocol):
    """From maps to keypoints."""

    def attach(self, maps: Tensor, name: str) -> Tensor:
        """What follows a stage's maps (batch, h, w, 21) inside the network."""

    def decode(self, stages: list[Tensor]) -> tuple[Tensor, Tensor]:
        """Keypoints (batch, 21, 2) uv, crop pixels, and scores (batch, 21) 0..1."""

    def losses(self, stages: list[Tensor], batch: Batch) -> dict[str, Tensor]:
        """Named losses (batch,), summed over the stages."""


# A Gaussian's share within two standard deviations: on a plane and on a line.
DISK_SHARE = 0.8647
LINE_SHARE = 0.9545


def mass_near(heatmaps: Tensor, keypoints: Tensor, sigma: float) -> Tensor:
    """Scores (batch, 21): the probability within two standard deviations of the keypoint.

    heatmaps: (batch, h, w, 21) that sum to one; keypoints: normalised (batch, 21, 2);
    sigma: in cells. A Gaussian of that width scores 1, a heat-map spread all over near 0.
    """
    height, width = heatmaps.shape[1:3]
    x = (cell_centres(width)[None, :, None] - keypoints[:, None, :, 0]) * (width / 2.0)
    y = (cell_centres(height)[None, :, None] - keypoints[:, None, :, 1]) * (height / 2.0)
    distance = ops.square(y)[:, :, None, :] + ops.square(x)[:, None, :, :]
    near = ops.cast(distance <= (2.0 * max(sigma, 0.5)) ** 2, "float32")
    return ops.clip(ops.sum(heatmaps * near, axis=(1, 2)) / DISK_SHARE, 0.0, 1.0)


def argmax(values: Tensor, axis: int) -> Tensor:
    """Where the largest value along an axis is, the first of equals; int32."""
    # Keras's own looks for negative zeros by their bits, which ONNX and LiteRT cannot.
    largest = values >= ops.max(values, axis=axis, keepdims=True)
    return ops.argmax(ops.cast(largest, "int32"), axis=axis)
