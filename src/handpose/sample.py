"""Sample: one labelled hand in one picture, the form in which every dataset arrives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from handpose.hand import NUM_KEYPOINTS

Handedness = Literal["left", "right", "unknown"]
Root = Literal["wrist", "palm"]


@dataclass(frozen=True)
class Sample:
    """One hand, in canonical keypoint order.

    image: the encoded picture, JPEG or PNG, byte for byte as it came.
    keypoints: (21, 2) float32 uv, image pixels, pixel centres at +0.5.
    labelled: (21,) bool; where False the keypoint's uv means nothing.
    visible: (21,) bool; seen in the picture, implies labelled.
    root: what keypoint 0 is, the wrist or the centre of the palm.
    source: where the picture comes from, for reports per source.
    present: False for a picture without a hand, which then has no labelled keypoint.
    other: (21, 3) float32 u, v, seen (1) or hidden (0) of the other hand that the picture may
    show, NaN where not labelled and throughout when there is none; None when nobody knows.
    attributes: anything reports may group by, such as a gesture or a skin tone.
    """

    name: str
    image: bytes
    keypoints: np.ndarray
    labelled: np.ndarray
    visible: np.ndarray
    handedness: Handedness = "unknown"
    root: Root = "wrist"
    source: str = ""
    present: bool = True
    other: np.ndarray | None = None
    attributes: Mapping[str, str | float] = field(default_factory=dict)

    def fault(self) -> str | None:
        """Why the labels cannot be used, None when they can."""
        if self.keypoints.shape != (NUM_KEYPOINTS, 2):
            return f"keypoints have shape {self.keypoints.shape}, ({NUM_KEYPOINTS}, 2) expected"
        if self.other is not None and self.other.shape != (NUM_KEYPOINTS, 3):
            return f"the other hand has shape {self.other.shape}, ({NUM_KEYPOINTS}, 3) expected"
        if not np.isfinite(self.keypoints[self.labelled]).all():
            return "a labelled keypoint is not a finite number"
        if (self.visible & ~self.labelled).any():
            return "a visible keypoint is not labelled"
        if self.present != bool(self.labelled.any()):
            return "no labelled keypoint" if self.present else "keypoints in a picture without hand"
        return None
