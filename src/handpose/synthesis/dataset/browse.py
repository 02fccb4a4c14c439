"""`handpose synth browse`: contact sheets of what `synth` would make, bare and with keypoints."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from handpose.drawing import caption, contact_sheet, draw_hand
from handpose.errors import UsageError
from handpose.hand import NUM_KEYPOINTS, to_canonical
from handpose.parallel import spread
from handpose.pictures import write_picture
from handpose.synthesis.dataset.generate import start_worker
from handpose.synthesis.options import SynthConfig
from handpose.synthesis.rendered import Rendered
from handpose.synthesis.scene import render_sample

MOST, COLUMNS = 48, 8


def browse(options: SynthConfig) -> list[Path]:
    """Write `hands.png` and `hands_with_keypoints.png` of the first 48 (or n) pictures.

    Raises UsageError when n is 0.
    """
    if not options.n:
        raise UsageError("--n=0: one picture or more expected for a sheet; name --n=48")
    jobs = [(options, number) for number in range(min(options.n, MOST))]
    rendered = dict(spread(_numbered, jobs, options.workers, start_worker))
    hands = [rendered[number] for number in sorted(rendered)]
    sheets = {
        "hands.png": [one.image for one in hands],
        "hands_with_keypoints.png": [_labelled(one) for one in hands],
    }
    paths = [_write(Path(options.out) / name, tiles) for name, tiles in sheets.items()]
    print("open", *paths)
    return paths


def _numbered(options: SynthConfig, number: int) -> tuple[int, Rendered]:
    return number, render_sample(options, "train", number)


def _labelled(rendered: Rendered) -> np.ndarray:
    """The picture with every hand's skeleton, hidden keypoints faint, and the gesture's name."""
    image = rendered.image
    for rows in rendered.uv_vis.reshape(2, NUM_KEYPOINTS, 3):
        if rows.any():
            hand = to_canonical(rows, "rhd")
            image = draw_hand(image, hand[:, :2], np.where(hand[:, 2] > 0, 1.0, 0.3))
    attributes = rendered.attributes
    return caption(image, f"{attributes['gesture']}, {attributes['hand']}")


def _write(path: Path, tiles: Sequence[np.ndarray]) -> Path:
    write_picture(path, contact_sheet(tiles, COLUMNS))
    return path
