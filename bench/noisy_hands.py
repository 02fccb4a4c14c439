"""Hands of 320x320 with a camera's noise, so that their PNGs are as large as a photograph's."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from pickle import dumps

import cv2
import numpy as np

from handpose.datasets.drawn import COUNTS, Drawn
from handpose.hand import from_canonical
from handpose.pictures import decode, encode_png
from handpose.records.reader import Records
from handpose.sample import Sample

SIDE, NOISE = 320, 6.0


@dataclass(frozen=True)
class NoisyHands:
    """The drawn hands twice as large and noisy."""

    name: str = "NOISY"

    def sample(self, state: str, key: str) -> Sample:
        sample = Drawn().sample(state, key)
        small = decode(sample.image, key)
        image = cv2.resize(small, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC)
        noise = np.random.default_rng(int(key)).normal(0, NOISE, image.shape)
        noisy = np.clip(image + noise, 0, 255).astype(np.uint8)
        # The compression of most PNG writers.
        return replace(sample, image=encode_png(noisy, 6), keypoints=sample.keypoints * 2)


def write_records(folder: Path, count: int) -> Records:
    """One record file of `count` noisy hands."""
    from handpose.records.writer import write_shard

    keys = [f"{number % COUNTS['train']:05d}" for number in range(count)]
    path = folder / "00000-of-00001.tfrecord"
    write_shard(path, NoisyHands(), "train", keys)
    return Records("NOISY", "train", folder, (path,), count)


def write_rhd(root: Path, count: int, distinct: int) -> int:
    """RHD_published_v2/training of `count` pictures, `distinct` of them; returns their bytes."""
    folder = root / "training"
    samples = [NoisyHands().sample("train", f"{n:05d}") for n in range(min(distinct, count))]
    annotations = {}
    for number in range(count):
        sample = samples[number % len(samples)]
        _write_picture(folder, number, len(samples), sample)
        annotations[number] = {"uv_vis": _labels(sample), "K": np.eye(3), "xyz": np.zeros((42, 3))}
    (folder / "anno_training.pickle").write_bytes(dumps(annotations, protocol=2))
    return sum(path.stat().st_size for path in (folder / "color").iterdir())


def _write_picture(folder: Path, number: int, distinct: int, sample: Sample) -> None:
    for kind in ("color", "mask"):
        path = folder / kind / f"{number:05d}.png"
        if number >= distinct:
            os.link(folder / kind / f"{number % distinct:05d}.png", path)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(sample.image if kind == "color" else _mask(sample))


def _mask(sample: Sample) -> bytes:
    mask = np.zeros((SIDE, SIDE), np.uint8)
    hull = cv2.convexHull(sample.keypoints.astype(np.int32))
    cv2.fillPoly(mask, [hull], 2 if sample.handedness == "left" else 18)
    return cv2.imencode(".png", mask)[1].tobytes()


def _labels(sample: Sample) -> np.ndarray:
    """Rows (42, 3) u, v, visible, the left hand first; the other hand's are zero."""
    rows = np.zeros((2, 21, 3))
    hand = np.concatenate([sample.keypoints, sample.visible[:, None]], axis=1)
    rows[0 if sample.handedness == "left" else 1] = from_canonical(hand, "rhd")
    return rows.reshape(42, 3)
