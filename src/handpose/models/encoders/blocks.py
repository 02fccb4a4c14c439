"""The blocks that the encoders and the decoder are made of; ReLU6 throughout, to quantise well."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from keras import layers

from handpose.models.heads.base import Tensor

# Block, repeats, expansion, output channels.
Stage = tuple[Callable[..., Tensor], int, int, int]


def convolve(x: Tensor, channels: int, kernel: int, stride: int, name: str) -> Tensor:
    """Convolution, batch normalisation, ReLU6."""
    return activate(project(x, channels, kernel, stride, name), name)


def project(x: Tensor, channels: int, kernel: int, stride: int, name: str) -> Tensor:
    """Convolution and batch normalisation without an activation."""
    x = layers.Conv2D(channels, kernel, stride, padding="same", use_bias=False, name=name)(x)
    return normalise(x, name)


def inverted_residual(
    x: Tensor, channels: int, kernel: int, stride: int, expansion: int, name: str
) -> Tensor:
    """MBConv without squeeze-and-excitation (Sandler et al. 2018, arXiv 1801.04381, figure 3)."""
    inner = x.shape[-1] * expansion
    y = x if expansion == 1 else convolve(x, inner, 1, 1, f"{name}_expand")
    depthwise = layers.DepthwiseConv2D(
        kernel, stride, padding="same", use_bias=False, name=f"{name}_depthwise"
    )
    y = activate(normalise(depthwise(y), f"{name}_depthwise"), f"{name}_depthwise")
    return _added(x, project(y, channels, 1, 1, f"{name}_project"), name)


def fused_residual(
    x: Tensor, channels: int, kernel: int, stride: int, expansion: int, name: str
) -> Tensor:
    """Fused-MBConv: one dense convolution for expansion and depthwise (arXiv 2104.00298)."""
    y = convolve(x, x.shape[-1] * expansion, kernel, stride, f"{name}_expand")
    return _added(x, project(y, channels, 1, 1, f"{name}_project"), name)


def staged(x: Tensor, stages: Sequence[Stage], name: str = "block") -> list[Tensor]:
    """What each of several stages of 3x3 blocks gives; every stage halves the side."""
    taps = []
    for number, (block, repeats, expansion, channels) in enumerate(stages):
        for place in range(repeats):
            stride = 2 if place == 0 else 1
            x = block(x, channels, 3, stride, expansion, f"{name}{number}_{place}")
        taps.append(x)
    return taps


def normalise(x: Tensor, name: str) -> Tensor:
    """Batch normalisation."""
    return layers.BatchNormalization(momentum=0.99, epsilon=1e-3, name=f"{name}_norm")(x)


def activate(x: Tensor, name: str) -> Tensor:
    """ReLU6."""
    return layers.ReLU(6.0, name=f"{name}_act")(x)


def _added(x: Tensor, y: Tensor, name: str) -> Tensor:
    return layers.Add(name=f"{name}_add")([x, y]) if y.shape == x.shape else y
