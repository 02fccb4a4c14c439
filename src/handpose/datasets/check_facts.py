"""What `data check` keeps of each sample: numbers instead of pictures."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from handpose.errors import BadSampleError
from handpose.pictures import decode
from handpose.sample import Sample


@dataclass(frozen=True)
class Fault:
    """Something wrong, with the file at fault."""

    file: str
    reason: str


@dataclass(frozen=True)
class Facts:
    """One usable sample.

    part: 'train' or 'eval'; digest: of the encoded picture; image_size: (height, width) px;
    the rest as in Sample.
    """

    part: str
    name: str
    digest: bytes
    image_size: tuple[int, int]
    keypoints: np.ndarray
    labelled: np.ndarray
    visible: np.ndarray
    handedness: str
    root: str

    @property
    def picture(self) -> str:
        """The picture's file; several hands of one picture are told apart after a '#'."""
        return self.name.rsplit("#", 1)[0]


def examine(part: str, read: Callable[[], Sample]) -> Facts | Fault:
    """The facts of the sample that `read` gives, or why it cannot be used."""
    try:
        sample = read()
        if reason := sample.fault():
            return Fault(sample.name, reason)
        height, width = decode(sample.image, sample.name).shape[:2]
    except BadSampleError as error:
        return Fault(error.file, error.reason)
    return Facts(
        part=part,
        name=sample.name,
        digest=hashlib.blake2b(sample.image, digest_size=16).digest(),
        image_size=(height, width),
        keypoints=sample.keypoints,
        labelled=sample.labelled,
        visible=sample.visible,
        handedness=sample.handedness,
        root=sample.root,
    )
