"""Rendering: synthetic hands as a dataset that has no files, for records and for training."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace

import cv2
import numpy as np

from handpose.datasets.rhd import larger_hand, other_of, sample_of
from handpose.hand import NUM_KEYPOINTS, to_canonical
from handpose.sample import Sample
from handpose.synthesis.dataset.generate import Render
from handpose.synthesis.options import SynthConfig
from handpose.synthesis.rendered import Rendered

JPEG_QUALITY = 95


@dataclass(frozen=True)
class Rendering:
    """Every sample is rendered when it is asked for; `render` as in `generate`."""

    options: SynthConfig
    render: Render
    name: str = "SYN"

    def keys(self, state: str) -> list[str]:
        """Numbers, with a mark of the options: other options make other samples."""
        mark = zlib.crc32(repr(self.options.look()).encode())
        return [f"{mark:08x}/{number:05d}" for number in range(self.options.count(state))]

    def sample(self, state: str, key: str) -> Sample:
        """The larger hand of one picture, as JPEG, with its attributes."""
        number = int(key.rpartition("/")[2])
        rendered = self.render(self.options, state, number)
        return to_sample(rendered, f"{state}/{number:05d}.jpg", self.name)


def to_sample(rendered: Rendered, name: str, source: str) -> Sample:
    """The larger hand of a rendered picture, if it shows one; the picture is encoded as JPEG."""
    side, present = larger_hand(rendered.mask), bool(rendered.uv_vis.any())
    hands = [to_canonical(r, "rhd") for r in rendered.uv_vis.reshape(2, NUM_KEYPOINTS, 3)]
    shown, image = side if present else None, _jpeg(rendered.image)
    sample = sample_of(hands[side], shown, name, image, source)
    return replace(sample, other=other_of(hands[1 - side]), attributes=dict(rendered.attributes))


def _jpeg(image: np.ndarray) -> bytes:
    bgr = cv2.cvtColor(image, cv2.COLOR_RGB2BGR)
    return cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])[1].tobytes()
