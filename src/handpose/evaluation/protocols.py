"""The named protocols as data: where the crop lies, which keypoints count, in which unit.

Numbers are comparable only within one protocol. To add one: a line in `PROTOCOLS` and its name
in `config.PROTOCOLS`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from handpose.config import Config

# mmpose's RHD annotations hold the keypoints' extent enlarged by this; its PCK divides by it.
MMPOSE_BOX = 1.2
# Of the original system; hand3d itself has 1.0.
HAND3D_BOX_SCALE = 1.2
# At the scale of `real-photo`, 1.25 times the hand's long side is 256 px.
REAL_PHOTO_SIDE = 256 / 1.25


@dataclass(frozen=True)
class Protocol:
    """One way to measure.

    variant: tells the rows of one name apart.
    crop, box_scale: as in `Config`; box_scale None for that of a run with this crop, crop empty
    for predictions that bring no crop.
    keypoints: `visible` or `labelled` ones count; unit: of errors; per_keypoint: errors are
    averaged per keypoint first; auc: a style of `metrics.auc`.
    box_pck: PCK@0.2 of the annotated box as well.
    macro: the result is the mean over the sources, except those named in `apart`.
    """

    name: str
    variant: str = ""
    crop: str = "box"
    box_scale: float | None = None
    keypoints: str = "labelled"
    unit: str = "px"
    per_keypoint: bool = False
    auc: str = "hand3d"
    box_pck: bool = False
    macro: bool = False
    apart: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """What the protocol is called in tables and plots."""
        return f"{self.name} {self.variant}".strip()

    @property
    def strict(self) -> bool:
        """Whether a correct error lies below the threshold; else it may reach it."""
        return self.auc == "mmpose"

    def settled(self, config: Config) -> Protocol:
        """The same with the box_scale that it has for this configuration."""
        return replace(self, box_scale=self.cropped(config).box_scale)

    def cropped(self, config: Config) -> Config:
        """The configuration that cuts hands out as this protocol wants them."""
        scale = self.box_scale
        if scale is None:
            # A box_scale of another crop rule means something else.
            scale = config.box_scale if config.crop == self.crop else HAND3D_BOX_SCALE
        return config.replace(crop=self.crop, box_scale=scale)

    def in_unit(self, errors: np.ndarray, long_side: np.ndarray) -> np.ndarray:
        """Errors (n, 21) of image pixels in the protocol's unit; long_side (n,), pixels."""
        if self.unit == "px":
            return errors
        return errors * REAL_PHOTO_SIDE / long_side[:, None]


_HAND3D = Protocol("hand3d", crop="hand3d", per_keypoint=True)
_REAL_PHOTO = Protocol("real-photo", unit="px at 256", macro=True, apart=("mmpose_rhd",))

PROTOCOLS: Mapping[str, tuple[Protocol, ...]] = MappingProxyType(
    {
        "hand3d": (
            replace(_HAND3D, variant="part", keypoints="visible"),
            replace(_HAND3D, variant="all"),
        ),
        # The annotated box, 1.2 times the keypoints' extent, is enlarged by 1.25 again.
        "mmpose": (
            Protocol(
                "mmpose",
                box_scale=MMPOSE_BOX * 1.25,
                keypoints="visible",
                auc="mmpose",
                box_pck=True,
            ),
        ),
        "real-photo": (
            replace(_REAL_PHOTO, variant="1.25", box_scale=1.25),
            replace(_REAL_PHOTO, variant="1.5", box_scale=1.5),
        ),
    }
)


def chosen(names: Sequence[str]) -> list[Protocol]:
    """Every variant of the protocols called by name."""
    return [variant for name in dict.fromkeys(names) for variant in PROTOCOLS[name]]


def without_crop(protocols: Sequence[Protocol]) -> list[Protocol]:
    """For predictions made elsewhere: variants that differ by their crop alone become one."""
    bare = (
        replace(one, crop="", box_scale=None, variant=one.variant if one.crop == "hand3d" else "")
        for one in protocols
    )
    return list(dict.fromkeys(bare))
