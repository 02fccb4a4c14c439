"""STB, the Stereo Hand Pose Tracking Benchmark (Zhang et al. 2016): left hands, three cameras."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from handpose.config import Config
from handpose.datasets.base import in_frame, read_bytes, require
from handpose.datasets.stb_cameras import CAMERAS, IMAGE_SIZE, project
from handpose.errors import HandposeError, missing_extra
from handpose.hand import MIDDLE_MCP, NUM_KEYPOINTS, WRIST, to_canonical
from handpose.sample import Sample

SEQUENCES = tuple(f"B{i}{kind}" for i in range(1, 7) for kind in ("Counting", "Random"))
EVALUATION = ("B1Counting", "B1Random")
TRAINING = tuple(sequence for sequence in SEQUENCES if sequence not in EVALUATION)
LEAK = (
    "STB: --random_split puts frames of one video into both parts, so the evaluation leaks; "
    "convert both parts with it and compare with no published number"
)


@dataclass(frozen=True)
class Stb:
    """STB in its published layout; a key is 'sequence/camera_frame', like 'B1Random/BB_left_7'."""

    root: Path
    random_split: bool = False
    seed: int = 0
    name: str = "STB"

    def keys(self, state: str) -> list[str]:
        """Frames by sequence and camera: evaluation is B1, training B2 to B6.

        With `random_split` as many single frames are drawn at random for the evaluation.
        """
        require(self.root / "labels", self.name, "give its folder with --dataset_path=")
        if self.random_split:
            print(LEAK, file=sys.stderr)
            held_out = len(self._frames(EVALUATION))
            return _shuffled(self._noted(SEQUENCES), held_out, self.seed)[state]
        return self._noted(EVALUATION if state == "eval" else TRAINING)

    def sample(self, state: str, key: str) -> Sample:
        """One left hand; every keypoint labelled, those inside the picture counted as visible."""
        sequence, shot = key.split("/")
        camera, frame = shot.rsplit("_", 1)
        points = self._points(sequence, camera)[int(frame)]
        keypoints = project(with_wrist(to_canonical(points, "stb")), camera).astype(np.float32)
        return Sample(
            name=f"{key}.png",
            image=read_bytes(self._pictures() / f"{key}.png"),
            keypoints=keypoints,
            labelled=np.ones(NUM_KEYPOINTS, bool),
            visible=in_frame(keypoints, IMAGE_SIZE),
            handedness="left",
            source=f"{self.name} {camera}",
            attributes={"sequence": sequence, "camera": camera},
        )

    def _pictures(self) -> Path:
        # The archives unpack either beside `labels` or into `images`.
        images = self.root / "images"
        return images if images.is_dir() else self.root

    def _frames(self, sequences: Sequence[str]) -> list[str]:
        return [
            f"{sequence}/{camera}_{frame}"
            for sequence in sequences
            for camera in CAMERAS
            if self._is_there(sequence, camera)
            for frame in range(len(self._points(sequence, camera)))
        ]

    def _is_there(self, sequence: str, camera: str) -> bool:
        """Whether labels and any picture are; a single missing picture is named when it is read."""
        pictures = (self._pictures() / sequence).glob(f"{camera}_*.png")
        return self._labels(sequence, camera).exists() and next(pictures, None) is not None

    def _labels(self, sequence: str, camera: str) -> Path:
        return self.root / "labels" / f"{sequence}_{camera[:2]}.mat"

    def _points(self, sequence: str, camera: str) -> np.ndarray:
        return _read_labels(self._labels(sequence, camera))

    def _noted(self, sequences: Sequence[str]) -> list[str]:
        """The frames of `sequences`; what is missing of them is printed."""
        if not self._frames(SEQUENCES):
            raise HandposeError(
                f"{self.root}: no labels of STB with their pictures, like "
                "labels/B1Counting_BB.mat with B1Counting/BB_left_0.png"
            )
        if missing := [name for sequence in sequences for name in self._missing(sequence)]:
            print(f"{self.name}: not in {self.root}: {', '.join(missing)}", file=sys.stderr)
        return self._frames(sequences)

    def _missing(self, sequence: str) -> list[str]:
        cameras = [camera for camera in CAMERAS if not self._is_there(sequence, camera)]
        whole = len(cameras) == len(CAMERAS)
        return [sequence] if whole else [f"{sequence} {camera}" for camera in cameras]


def with_wrist(points: np.ndarray) -> np.ndarray:
    """Canonical points (21, 3) whose first is the palm's centre, with the wrist instead.

    As hand3d does it: the palm's centre lies half way from the middle finger's MCP to the wrist.
    """
    mcp = points[MIDDLE_MCP]
    moved = points.copy()
    moved[WRIST] = mcp + 2 * (points[WRIST] - mcp)
    return moved


def _shuffled(keys: list[str], held_out: int, seed: int) -> dict[str, list[str]]:
    order = np.random.default_rng(seed).permutation(len(keys))
    parts = {"train": order[held_out:], "eval": order[:held_out]}
    return {state: [keys[place] for place in np.sort(part)] for state, part in parts.items()}


@lru_cache(maxsize=32)
def _read_labels(path: Path) -> np.ndarray:
    """(frames, 21, 3) millimetres in the labels' camera, STB's order."""
    try:
        from scipy.io import loadmat
    except ModuleNotFoundError:
        raise missing_extra("scipy", "train") from None
    try:
        content: Mapping[str, np.ndarray] = loadmat(path, variable_names=["handPara"])
        points = np.asarray(content["handPara"], np.float64).transpose(2, 1, 0)
    except Exception as error:  # a broken MATLAB file may raise anything
        raise HandposeError(f"{path}: not STB's labels, 'handPara' (3, 21, n) ({error})") from None
    if points.shape[1:] != (NUM_KEYPOINTS, 3):
        raise HandposeError(f"{path}: handPara has shape {points.T.shape}, (3, 21, n) expected")
    return points


def open_stb(config: Config) -> Stb:
    """STB in its usual place or in `config.dataset_path`."""
    root = Path(config.dataset_path or Path(config.data_path) / "STB")
    return Stb(root, config.random_split, config.seed)
