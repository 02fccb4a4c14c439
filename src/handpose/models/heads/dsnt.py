"""Coordinates as the mean of a heat-map: the DSNT head."""

from __future__ import annotations

from dataclasses import dataclass

from handpose.models import dsnt
from handpose.models.heads.base import Batch, Tensor, mass_near


@dataclass(frozen=True)
class DsntHead:
    """size: side of the crop, pixels; sigma: of the target Gaussian, pixels of a 256-px crop.

    distance: `mse` or `euclidean`.
    """

    size: int
    sigma: float
    distance: str

    def attach(self, maps: Tensor, name: str) -> Tensor:
        """Nothing follows the maps: a bounded activation would cap the softmax."""
        return maps

    def decode(self, stages: list[Tensor]) -> tuple[Tensor, Tensor]:
        """Keypoints (batch, 21, 2) uv and scores (batch, 21) from the last stage."""
        heatmaps = dsnt.spatial_softmax(stages[-1])
        keypoints = dsnt.expectation(heatmaps)
        scores = mass_near(heatmaps, keypoints, self._cells(stages[-1]))
        return dsnt.to_pixels(keypoints, self.size), scores

    def losses(self, stages: list[Tensor], batch: Batch) -> dict[str, Tensor]:
        """`coordinate` and `js` (batch,), summed over the stages."""
        distance = {"mse": dsnt.mean_square, "euclidean": dsnt.euclidean}[self.distance]
        target = dsnt.to_normalised(batch["keypoints"], self.size)
        coordinate, js = 0.0, 0.0
        for maps in stages:
            heatmaps = dsnt.spatial_softmax(maps)
            blob = dsnt.gaussian(target, self._cells(maps), *heatmaps.shape[1:3])
            losses = distance(dsnt.expectation(heatmaps), target)
            coordinate += dsnt.weighted_mean(losses, batch["weight"])
            js += dsnt.weighted_mean(dsnt.js_divergence(heatmaps, blob), batch["weight"])
        return {"coordinate": coordinate, "js": js}

    def _cells(self, maps: Tensor) -> float:
        return self.sigma * maps.shape[2] / 256
