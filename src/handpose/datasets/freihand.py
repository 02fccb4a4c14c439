"""FreiHAND (Zimmermann et al. 2019): right hands, each training pose on four backgrounds."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from handpose.config import Config
from handpose.datasets.base import in_frame, read_bytes, require
from handpose.errors import BadSampleError, HandposeError
from handpose.hand import NUM_KEYPOINTS
from handpose.sample import Sample

FOLDERS = {"train": "training", "eval": "evaluation"}
IMAGE_SIZE = (224, 224)
# Training picture i shows pose i modulo the number of poses: the green screen replaced or not.
VERSIONS = ("green screen", "homogenised", "resampled", "auto")


@dataclass(frozen=True)
class FreiHand:
    """FreiHAND in its published layout."""

    root: Path
    name: str = "FREIHAND"

    def keys(self, state: str) -> list[str]:
        """Picture numbers, rising, for as many versions of the poses as are on disk."""
        poses = len(self._labels(state)[1])
        return [f"{number:08d}" for number in range(self._versions(state, poses) * poses)]

    def sample(self, state: str, key: str) -> Sample:
        """One right hand; every keypoint labelled, those inside the picture counted as visible."""
        cameras, points = self._labels(state)
        version, pose = divmod(int(key), len(points))
        name = f"{FOLDERS[state]}/rgb/{key}.jpg"
        keypoints = _project(points[pose], cameras[pose], name)
        return Sample(
            name=name,
            image=read_bytes(self.root / name),
            keypoints=keypoints,
            labelled=np.ones(NUM_KEYPOINTS, bool),
            visible=in_frame(keypoints, IMAGE_SIZE),
            handedness="right",
            source=self.name,
            attributes={"version": VERSIONS[version]} if state == "train" else {},
        )

    def _versions(self, state: str, poses: int) -> int:
        if state == "eval" or not poses:
            return 1
        pictures = sum(1 for _ in (self.root / FOLDERS[state] / "rgb").glob("*.jpg"))
        # An unfinished version counts: conversion then names what is missing.
        return min(max(1, math.ceil(pictures / poses)), len(VERSIONS))

    def _labels(self, state: str) -> tuple[list, list]:
        paths = [self.root / f"{FOLDERS[state]}_{kind}.json" for kind in ("K", "xyz")]
        cameras, points = (_read(self._there(path)) for path in paths)
        if len(cameras) != len(points):
            raise HandposeError(
                f"{paths[0]}: {len(cameras)} cameras, {len(points)} expected as in {paths[1].name}"
            )
        return cameras, points

    def _there(self, path: Path) -> Path:
        return require(path, self.name, "give its folder with --dataset_path=")


def _project(points: list, camera: list, name: str) -> np.ndarray:
    """Keypoints (21, 2) float32 uv, pixels, of one pose (21, 3) metres seen by a camera (3, 3)."""
    try:
        xyz = np.array(points, np.float64).reshape(NUM_KEYPOINTS, 3)
        homogeneous = xyz @ np.array(camera, np.float64).reshape(3, 3).T
    except (TypeError, ValueError) as error:
        raise BadSampleError(name, f"its labels cannot be used ({error})") from None
    depth = np.where(homogeneous[:, 2:] > 0, homogeneous[:, 2:], np.nan)
    return (homogeneous[:, :2] / depth).astype(np.float32)


@lru_cache(maxsize=4)
def _read(path: Path) -> list:
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise HandposeError(f"{path}: not JSON ({error}); download it again") from None
    if not isinstance(content, list):
        raise HandposeError(f"{path}: a list with an entry per pose expected")
    return content


def open_freihand(config: Config) -> FreiHand:
    """FreiHAND in its usual place or in `config.dataset_path`."""
    return FreiHand(Path(config.dataset_path or Path(config.data_path) / "FreiHAND"))
