"""The differentiable spatial to numerical transform (Nibali et al. 2018, arXiv 1801.07372).

Heat-maps are (batch, height, width, keypoints); coordinates are normalised: the edges of the map
are at -1 and 1, the centres of its n cells at

    -1 + 1/n,  -1 + 3/n,  ...,  1 - 1/n          | . | . | . | . |
                                                 -1              1
"""

from __future__ import annotations

from typing import Any

from keras import ops

Tensor = Any

_TINY = 1e-24


def cell_centres(n: int) -> Tensor:
    """The normalised coordinates (n,) of the centres of n cells."""
    return (2.0 * ops.arange(n, dtype="float32") + 1.0) / n - 1.0


def spatial_softmax(maps: Tensor) -> Tensor:
    """Maps (batch, h, w, keypoints) as probabilities: each keypoint's sum to one. In float32."""
    height, width, keypoints = maps.shape[1:]
    flat = ops.reshape(ops.cast(maps, "float32"), (-1, height * width, keypoints))
    return ops.reshape(ops.softmax(flat, axis=1), (-1, height, width, keypoints))


def expectation(heatmaps: Tensor) -> Tensor:
    """Normalised coordinates (batch, keypoints, 2) x, y: the heat-map's mean place (eq. 4)."""
    # Sums and products instead of an einsum, which LiteRT has no operator for.
    height, width = heatmaps.shape[1:3]
    x = ops.sum(ops.sum(heatmaps, axis=1) * cell_centres(width)[:, None], axis=1)
    y = ops.sum(ops.sum(heatmaps, axis=2) * cell_centres(height)[:, None], axis=1)
    return ops.stack([x, y], axis=-1)


def gaussian(means: Tensor, sigma: float, height: int, width: int) -> Tensor:
    """Normalised Gaussian heat-maps (batch, h, w, keypoints) that sum to one.

    means: (batch, keypoints, 2) x, y, normalised; sigma: standard deviation in cells.
    """
    across = _bell(means[..., 0], sigma, width)
    down = _bell(means[..., 1], sigma, height)
    return ops.einsum("bhk,bwk->bhwk", down, across)


def _bell(means: Tensor, sigma: float, n: int) -> Tensor:
    distance = (cell_centres(n)[None, :, None] - means[:, None, :]) * (n / 2.0)
    return ops.softmax(-0.5 * ops.square(distance / sigma), axis=1)


def js_divergence(p: Tensor, q: Tensor) -> Tensor:
    """Jensen-Shannon divergence (batch, keypoints) of heat-maps in nats, 0..ln 2 (eq. 8)."""
    middle = 0.5 * (p + q)
    return 0.5 * (_kl(p, middle) + _kl(q, middle))


def _kl(p: Tensor, q: Tensor) -> Tensor:
    terms = p * (ops.log(p + _TINY) - ops.log(q + _TINY))
    return ops.sum(terms, axis=(1, 2))


def euclidean(predicted: Tensor, target: Tensor) -> Tensor:
    """Distances (batch, keypoints) between coordinates (batch, keypoints, 2) (eq. 5)."""
    # The gradient of a root at zero is infinite; a squared 1e-12 of a crop changes no result.
    return ops.sqrt(ops.sum(ops.square(predicted - target), axis=-1) + _TINY)


def mean_square(predicted: Tensor, target: Tensor) -> Tensor:
    """Mean square differences (batch, keypoints) of x and y."""
    return ops.mean(ops.square(predicted - target), axis=-1)


def weighted_mean(losses: Tensor, weights: Tensor) -> Tensor:
    """Mean (batch,) over keypoints of losses and weights (batch, keypoints); 0 without weight."""
    total = ops.sum(weights, axis=-1)
    safe = ops.where(total > 0, total, ops.ones_like(total))
    return ops.sum(ops.where(weights > 0, losses, 0.0) * weights, axis=-1) / safe


def to_normalised(uv: Tensor, size: int) -> Tensor:
    """Crop pixels (..., 2), pixel centres at +0.5, to normalised coordinates."""
    return 2.0 * uv / size - 1.0


def to_pixels(normalised: Tensor, size: int) -> Tensor:
    """Normalised coordinates (..., 2) to crop pixels, pixel centres at +0.5."""
    return (normalised + 1.0) * (size / 2.0)
