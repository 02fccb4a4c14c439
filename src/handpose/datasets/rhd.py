"""RHD, the Rendered Handpose Dataset (Zimmermann & Brox 2017), and everything in its layout."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from handpose.config import Config
from handpose.datasets.base import read_bytes, require
from handpose.errors import BadSampleError, HandposeError
from handpose.hand import NUM_KEYPOINTS, to_canonical
from handpose.pictures import decode_mask
from handpose.safe_pickle import load
from handpose.sample import Handedness, Sample

FOLDERS = {"train": "training", "eval": "evaluation"}
# Mask values: 0 background, 1 person, then the parts of the left and of the right hand.
LEFT_MASK, RIGHT_MASK = (2, 17), (18, 33)
_SIDES: tuple[Handedness, Handedness] = ("left", "right")
# What `handpose synth` writes beside the labels.
ATTRIBUTES = "attributes.jsonl"

# RHD_slim leaves out a hand that shows less than this.
SLIM_VISIBLE_KEYPOINTS = 10
SLIM_SIDE = 40.0


@dataclass(frozen=True)
class Rhd:
    """RHD, or a dataset in its layout: one hand per picture, the one with more mask pixels."""

    root: Path
    name: str = "RHD"
    slim: bool = False

    def keys(self, state: str) -> list[str]:
        """Picture numbers, rising; for RHD_slim only of hands that show enough."""
        keys = [f"{number:05d}" for number in sorted(self._annotations(state))]
        return [key for key in keys if self._is_easy(state, key)] if self.slim else keys

    def sample(self, state: str, key: str) -> Sample:
        """The larger hand of one picture; raises BadSampleError that names file and reason."""
        folder = self.root / FOLDERS[state]
        image = folder / "color" / f"{key}.png"
        side = self._larger_hand(folder / "mask" / f"{key}.png")
        shown = side if self._shows_hand(state, key) else None
        name = f"{FOLDERS[state]}/color/{key}.png"
        hand, other = self._hand(state, key, side), self._hand(state, key, 1 - side)
        sample = sample_of(hand, shown, name, read_bytes(image), self.name)
        return replace(sample, other=other_of(other))

    def _larger_hand(self, path: Path) -> int:
        return larger_hand(decode_mask(read_bytes(path), path))

    def _shows_hand(self, state: str, key: str) -> bool:
        # RHD has a hand in every picture, so zeros there are a fault. Rendered pictures without
        # a hand have zeros on purpose; attributes beside the labels tell who made them.
        made_by_synth = (self.root / FOLDERS[state] / ATTRIBUTES).exists()
        return not made_by_synth or bool(self._hands(state, key).any())

    def _hand(self, state: str, key: str, side: int) -> np.ndarray:
        """Canonical rows (21, 3) u, v, visible of one hand: side 0 left, 1 right."""
        return to_canonical(self._hands(state, key)[side], "rhd")

    def _hands(self, state: str, key: str) -> np.ndarray:
        """Rows (2, 21, 3) u, v, visible of both hands in RHD's order, zero where there is none."""
        annotation = self._annotations(state)[int(key)]
        try:
            rows = np.asarray(annotation["uv_vis"], np.float64)
            return rows.reshape(2, NUM_KEYPOINTS, 3)
        except (KeyError, TypeError, ValueError) as error:
            raise BadSampleError(self._pickle(state), f"picture {key}: {error}") from None

    def _is_easy(self, state: str, key: str) -> bool:
        mask = self.root / FOLDERS[state] / "mask" / f"{key}.png"
        try:
            hand = self._hand(state, key, self._larger_hand(mask))
        except BadSampleError:
            return True  # conversion names it
        seen = hand[hand[:, 2] > 0, :2]
        return len(seen) >= SLIM_VISIBLE_KEYPOINTS and np.ptp(seen, axis=0).max() >= SLIM_SIDE

    def _pickle(self, state: str) -> Path:
        folder = FOLDERS[state]
        return self.root / folder / f"anno_{folder}.pickle"

    def _annotations(self, state: str) -> dict[int, Any]:
        path = require(self._pickle(state), self.name, "give its folder with --dataset_path=")
        return _read_annotations(path)


def sample_of(uv_vis: np.ndarray, side: int | None, name: str, image: bytes, source: str) -> Sample:
    """One hand's canonical rows (21, 3) u, v, visible as a Sample.

    side: 0 left, 1 right, None for a picture without a hand, whose rows are zero.
    """
    labelled = _labelled(uv_vis)
    return Sample(
        name=name,
        image=image,
        keypoints=uv_vis[:, :2].astype(np.float32),
        labelled=labelled,
        visible=labelled & (uv_vis[:, 2] > 0),
        handedness="unknown" if side is None else _SIDES[side],
        source=source,
        present=side is not None,
    )


def other_of(uv_vis: np.ndarray) -> np.ndarray:
    """Canonical rows (21, 3) u, v, visible as `Sample.other`; all zeros mean that there is none."""
    rows = np.column_stack([uv_vis[:, :2], uv_vis[:, 2] > 0])
    return np.where(_labelled(uv_vis)[:, None], rows, np.nan).astype(np.float32)


def _labelled(uv_vis: np.ndarray) -> np.ndarray:
    return np.isfinite(uv_vis[:, :2]).all(axis=1) & uv_vis.any(axis=1)


def larger_hand(mask: np.ndarray) -> int:
    """The hand with more pixels of a mask (h, w) uint8: 0 left, 1 right, also when equal."""
    left, right = (
        np.count_nonzero((mask >= low) & (mask <= high)) for low, high in (LEFT_MASK, RIGHT_MASK)
    )
    return 0 if left > right else 1


@lru_cache(maxsize=2)
def _read_annotations(path: Path) -> dict[int, Any]:
    content = load(path)
    if not isinstance(content, dict) or not all(isinstance(key, int) for key in content):
        raise HandposeError(f"{path}: a dictionary from picture numbers to labels expected")
    return content


def open_rhd(config: Config) -> Rhd:
    """RHD in its usual place or in `config.dataset_path`."""
    return Rhd(_root(config))


def open_rhd_slim(config: Config) -> Rhd:
    """RHD without hands of fewer than 10 visible keypoints or smaller than 40 px."""
    return Rhd(_root(config), "RHD_slim", slim=True)


def _root(config: Config) -> Path:
    return Path(config.dataset_path or Path(config.data_path) / "RHD_published_v2")
