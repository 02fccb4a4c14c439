"""Coordinates as two classifications, of x and of y (SimCC, Li et al. 2022, arXiv 2107.03332)."""

from __future__ import annotations

from dataclasses import dataclass

import keras
from keras import ops

from handpose.models import dsnt
from handpose.models.heads.base import LINE_SHARE, Batch, Tensor, argmax

# Bins per pixel: the paper's splitting factor.
SPLIT = 2


@dataclass(frozen=True)
class SimccHead:
    """size: side of the crop, pixels; sigma: of the smoothed label, pixels of a 256-px crop."""

    size: int
    sigma: float

    @property
    def bins(self) -> int:
        """Classes along each axis."""
        return SPLIT * self.size

    def attach(self, maps: Tensor, name: str) -> Tensor:
        """Logits (batch, 21, 2, bins) of x and y from each keypoint's flattened map."""
        height, width, count = maps.shape[1:]
        flat = keras.layers.Reshape((height * width, count), name=f"{name}_flat")(maps)
        flat = keras.layers.Permute((2, 1), name=f"{name}_keypoints")(flat)
        logits = keras.layers.Dense(2 * self.bins, dtype="float32", name=f"{name}_bins")(flat)
        return keras.layers.Reshape((count, 2, self.bins), name=f"{name}_simcc")(logits)

    def decode(self, stages: list[Tensor]) -> tuple[Tensor, Tensor]:
        """Keypoints (batch, 21, 2) uv at the likeliest bins; scores (batch, 21).

        The score is the probability within two standard deviations along both axes.
        """
        probabilities = ops.softmax(ops.cast(stages[-1], "float32"), axis=-1)
        best = ops.cast(argmax(probabilities, axis=-1), "float32")
        place = ops.arange(self.bins, dtype="float32")
        near = ops.abs(place - best[..., None]) <= 2 * self._bin_sigma()
        mass = ops.sum(probabilities * ops.cast(near, "float32"), axis=-1) / LINE_SHARE
        scores = ops.clip(ops.prod(mass, axis=-1), 0.0, 1.0)
        return (best + 0.5) / SPLIT, scores

    def losses(self, stages: list[Tensor], batch: Batch) -> dict[str, Tensor]:
        """`simcc` (batch,): cross entropy against a Gaussian label, mean of x and y."""
        place = (ops.arange(self.bins, dtype="float32") + 0.5) / SPLIT
        distance = (place - batch["keypoints"][..., None]) * SPLIT
        label = ops.softmax(-0.5 * ops.square(distance / self._bin_sigma()), axis=-1)
        total = 0.0
        for logits in stages:
            log_probability = ops.log_softmax(ops.cast(logits, "float32"), axis=-1)
            entropy = -ops.mean(ops.sum(label * log_probability, axis=-1), axis=-1)
            total += dsnt.weighted_mean(entropy, batch["weight"])
        return {"simcc": total}

    def _bin_sigma(self) -> float:
        return self.sigma * self.bins / 256
