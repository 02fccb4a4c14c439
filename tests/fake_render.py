"""Stand-ins for the renderer, importable by worker processes."""

import os
import signal
from dataclasses import replace

import numpy as np

from handpose.synthesis.options import SynthConfig
from handpose.synthesis.rendered import Rendered


def plain(options: SynthConfig, state: str, number: int) -> Rendered:
    """A tiny picture that depends on seed, part and number alone."""
    rng = np.random.default_rng((options.seed, len(state), number))
    side = options.side
    uv_vis = np.zeros((42, 3))
    uv_vis[:21] = rng.uniform(1, side, (21, 3)).round(3)
    uv_vis[:21, 2] = 1
    mask = np.zeros((side, side), np.uint8)
    mask[10:40, 10:40] = 5
    return Rendered(
        image=rng.integers(0, 255, (side, side, 3), np.uint8),
        mask=mask,
        depth=np.full((side, side), 0.5 + number / 100, np.float32),
        uv_vis=uv_vis,
        xyz=rng.normal(size=(42, 3)),
        camera=np.array([[300.0, 0, 32], [0, 300, 32], [0, 0, 1]]),
        attributes={"gesture": "fist", "tone": float(number)},
    )


def empty(options: SynthConfig, state: str, number: int) -> Rendered:
    """The same picture without a hand."""
    return replace(
        plain(options, state, number),
        mask=np.ones((options.side, options.side), np.uint8),
        uv_vis=np.zeros((42, 3)),
        xyz=np.zeros((42, 3)),
        attributes={"gesture": "none", "hand": "none"},
    )


def dies_at_30(options: SynthConfig, state: str, number: int) -> Rendered:
    """Kills its process at picture 30 of the training part."""
    if state == "train" and number == 30:
        os.kill(os.getpid(), signal.SIGKILL)
    return plain(options, state, number)
