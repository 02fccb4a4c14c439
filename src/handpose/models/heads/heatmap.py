"""Coordinates as the peak of a regressed heat-map: the original system's first head."""

from __future__ import annotations

from dataclasses import dataclass

from keras import ops

from handpose.models import dsnt
from handpose.models.heads.base import Batch, Tensor, argmax


@dataclass(frozen=True)
class HeatmapHead:
    """size: side of the crop, pixels; sigma: of the target Gaussian, pixels of a 256-px crop."""

    size: int
    sigma: float

    def attach(self, maps: Tensor, name: str) -> Tensor:
        """Nothing follows the maps."""
        return maps

    def decode(self, stages: list[Tensor]) -> tuple[Tensor, Tensor]:
        """Keypoints (batch, 21, 2) uv and scores (batch, 21): the peak's place and height.

        The place between cells is the vertex of the parabola through the logarithms of the peak
        and its neighbours, which is exact for a Gaussian.
        """
        maps = ops.cast(stages[-1], "float32")
        height, width, count = maps.shape[1:]
        flat = ops.reshape(maps, (-1, height * width, count))
        peak = argmax(flat, axis=1)
        row, column = peak // width, peak % width
        x = _vertex(flat, row * width, column, 1, width)
        y = _vertex(flat, column, row, width, height)
        uv = ops.stack([(x + 0.5) / width, (y + 0.5) / height], axis=-1) * self.size
        return uv, ops.clip(ops.max(flat, axis=1), 0.0, 1.0)

    def losses(self, stages: list[Tensor], batch: Batch) -> dict[str, Tensor]:
        """`heatmap` (batch,): root mean square difference per keypoint, summed over stages."""
        target = dsnt.to_normalised(batch["keypoints"], self.size)
        total = 0.0
        for stage in stages:
            maps = ops.cast(stage, "float32")
            height, width = maps.shape[1:3]
            cells = self.sigma * width / 256
            difference = maps - gaussian_of_height_one(target, cells, height, width)
            per_keypoint = ops.sqrt(ops.mean(ops.square(difference), axis=(1, 2)) + 1e-12)
            total += dsnt.weighted_mean(per_keypoint, batch["weight"])
        return {"heatmap": total}


def gaussian_of_height_one(means: Tensor, sigma: float, height: int, width: int) -> Tensor:
    """Gaussians (batch, h, w, keypoints), 1 at their means; means normalised, sigma in cells."""
    x = (dsnt.cell_centres(width)[None, :, None] - means[:, None, :, 0]) * (width / 2.0)
    y = (dsnt.cell_centres(height)[None, :, None] - means[:, None, :, 1]) * (height / 2.0)
    distance = ops.square(y)[:, :, None, :] + ops.square(x)[:, None, :, :]
    return ops.exp(-0.5 * distance / sigma**2)


def _vertex(flat: Tensor, base: Tensor, place: Tensor, step: int, n: int) -> Tensor:
    """The peak's place (batch, 21) along one axis, in cells, at most half a cell from `place`."""
    before, at, after = (
        _log_at(flat, base + ops.clip(place + d, 0, n - 1) * step) for d in (-1, 0, 1)
    )
    curve = before - 2 * at + after
    offset = ops.where(curve < 0, 0.5 * (before - after) / ops.minimum(curve, -1e-6), 0.0)
    inside = (place > 0) & (place < n - 1)
    offset = ops.where(inside, ops.clip(offset, -0.5, 0.5), 0.0)
    return ops.cast(place, "float32") + offset


def _log_at(flat: Tensor, index: Tensor) -> Tensor:
    values = ops.take_along_axis(flat, index[:, None, :], axis=1)[:, 0, :]
    return ops.log(ops.maximum(values, 1e-6))
