"""Tiny datasets in the true layouts, made by the tests."""

import pickle
from pathlib import Path

import cv2
import numpy as np

from handpose.datasets.drawn import Drawn
from handpose.hand import from_canonical
from handpose.pictures import decode


def make_rhd(folder: Path, n_train: int = 6, n_eval: int = 3) -> Path:
    """RHD_published_v2 with drawn hands of 160x160; the other hand's rows are zero."""
    for name, state, count in (("training", "train", n_train), ("evaluation", "eval", n_eval)):
        annotations = {i: _rhd_sample(folder / name, state, i) for i in range(count)}
        write_pickle(folder / name / f"anno_{name}.pickle", annotations)
    return folder


def _rhd_sample(folder: Path, state: str, number: int) -> dict:
    sample = Drawn().sample(state, f"{number:05d}")
    image = decode(sample.image, sample.name)
    side = 0 if sample.handedness == "left" else 1
    uv_vis = np.zeros((42, 3))
    rows = np.concatenate([sample.keypoints, sample.visible[:, None]], axis=1)
    uv_vis[21 * side : 21 * side + 21] = from_canonical(rows, "rhd")
    mask = np.zeros(image.shape[:2], np.uint8)
    hull = cv2.convexHull(sample.keypoints.astype(np.int32))
    cv2.fillPoly(mask, [hull], 2 + 16 * side)
    for kind, pixels in (("color", image[..., ::-1]), ("mask", mask), ("depth", image)):
        (folder / kind).mkdir(parents=True, exist_ok=True)
        cv2.imwrite(str(folder / kind / f"{number:05d}.png"), pixels)
    return {"uv_vis": uv_vis, "xyz": np.zeros((42, 3)), "K": np.eye(3)}


def write_pickle(path: Path, content: object) -> None:
    """A pickle as the datasets' authors wrote theirs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pickle.dumps(content, protocol=2))
