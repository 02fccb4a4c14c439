"""A small relative of EfficientNetV2 (Tan & Le 2021, arXiv 2104.00298): dense where it is wide.

Processors compute dense 3x3 convolutions more than twice as fast, per multiply-accumulate, as
depthwise ones, so the early stages, where the pictures are large, are fused.
"""

from __future__ import annotations

from handpose.models.encoders.blocks import convolve, fused_residual, inverted_residual, staged
from handpose.models.heads.base import Tensor

# Block, repeats, expansion, output channels.
STAGES = (
    (fused_residual, 2, 2, 40),
    (fused_residual, 2, 3, 64),
    (inverted_residual, 3, 4, 128),
    (inverted_residual, 3, 4, 192),
)
_STEM = 24


def fused(x: Tensor) -> list[Tensor]:
    """Features at strides 4, 8, 16 and 32 of a crop (batch, size, size, 3)."""
    return staged(convolve(x, _STEM, 3, 2, "stem"), STAGES)
