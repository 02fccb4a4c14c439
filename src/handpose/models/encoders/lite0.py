"""EfficientNet-Lite0 (Tan & Le 2019, arXiv 1905.11946): B0 without squeeze-and-excitation.

The last stage of the paper is left out: a fifth of all weights for a few cells.
"""

from __future__ import annotations

from handpose.models.encoders.blocks import convolve, inverted_residual
from handpose.models.heads.base import Tensor

# Repeats, kernel, stride of the first, expansion, output channels (table 1).
Stage = tuple[int, int, int, int, int]
STAGES: tuple[Stage, ...] = (
    (1, 3, 1, 1, 16),
    (2, 3, 2, 6, 24),
    (2, 5, 2, 6, 40),
    (3, 3, 2, 6, 80),
    (3, 5, 1, 6, 112),
    (4, 5, 2, 6, 192),
)
# The last stage of each stride from 4 to 32.
_TAPS = (1, 2, 4, 5)


def lite0(x: Tensor, stages: tuple[Stage, ...] = STAGES) -> list[Tensor]:
    """Features at strides 4, 8, 16 and 32 of a crop (batch, size, size, 3)."""
    x = convolve(x, 32, 3, 2, "stem")
    taps = []
    for number, (repeats, kernel, stride, expansion, channels) in enumerate(stages):
        for block in range(repeats):
            name, step = f"block{number}_{block}", stride if block == 0 else 1
            x = inverted_residual(x, channels, kernel, step, expansion, name)
        if number in _TAPS:
            taps.append(x)
    return taps
