"""The options of `handpose demo`, apart from its work, so that its help is there at once."""

from __future__ import annotations

from dataclasses import dataclass

from handpose.options import option


@dataclass(frozen=True)
class DemoConfig:
    """Options of `demo`."""

    out: str = option("demo", "folder that it makes; what an earlier demo left there goes")
    hands: int = option(600, "training pictures to render", low=32)
    max_iter: int = option(800, "steps of the training", unit="iterations", low=1)
    crop_size: int = option(64, "side of the network's input", unit="px", low=32, high=256)
    pictures: int = option(12, "pictures to test on", low=1, high=80)
    seed: int = option(0, "seed of everything random", low=0)
