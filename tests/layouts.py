"""Tiny RHD, STB, FreiHAND and PHOTOS in the true layouts, made by the tests."""

import json
import pickle
from pathlib import Path

import cv2
import numpy as np
from dots import dotted
from drawn import Drawn

from handpose.hand import FINGERS, MIDDLE_MCP, WRIST, from_canonical
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
        write_picture(folder / kind / f"{number:05d}.png", pixels)
    return {"uv_vis": uv_vis, "xyz": np.zeros((42, 3)), "K": np.eye(3)}


def write_pickle(path: Path, content: object) -> None:
    """A pickle as the datasets' authors wrote theirs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pickle.dumps(content, protocol=2))


def write_picture(path: Path, pixels: np.ndarray) -> None:
    """A picture (h, w[, 3]) in the format of the path's ending, JPEG at its best quality."""
    path.parent.mkdir(parents=True, exist_ok=True)
    best = [cv2.IMWRITE_JPEG_QUALITY, 100] if path.suffix == ".jpg" else []
    assert cv2.imwrite(str(path), pixels, best)


def write_json(path: Path, content: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def posed_hand(seed: int, depth: float) -> np.ndarray:
    """Canonical points (21, 3), millimetres in a camera's frame: an open hand, palm forward."""
    rng = np.random.default_rng(seed)
    points = np.zeros((21, 3))
    for finger, x in zip(FINGERS.values(), (60, 30, 5, -20, -45), strict=True):
        base = np.array([x, -20.0 if x == 60 else -80.0, 0])
        step = np.array([x / 4, -25.0, rng.uniform(-6, 6)])
        lengths = np.array([0, 1.3, 2.2, 3.0])
        points[list(finger)] = base + lengths[:, None] * step
    # Off the axis of every camera, so that a swapped axis or a wrong sign shows.
    return points + np.array([rng.uniform(0, 20), rng.uniform(50, 70), depth])


# The constants of STB's authors, written down once more: the tests share none with the reader.
STB_BB = np.array([[822.79041, 0, 318.47345], [0, 822.79041, 250.31296], [0, 0, 1]])
STB_SK = np.array([[607.92271, 0, 314.78337], [0, 607.88192, 236.42484], [0, 0, 1]])
STB_RVEC = np.array([0.00531, -0.01196, 0.00301])
STB_TVEC = np.array([-24.0381, -0.4563, -1.2326])


def stb_uv(points: np.ndarray, camera: str) -> np.ndarray:
    """Projections (n, 2) by OpenCV of points (n, 3) mm in the frame of the labels."""
    rvec, tvec, matrix = {
        "BB_left": (np.zeros(3), np.zeros(3), STB_BB),
        "BB_right": (np.zeros(3), np.array([-120.054, 0, 0]), STB_BB),
        "SK_color": (-STB_RVEC, -STB_TVEC, STB_SK),
    }[camera]
    return cv2.projectPoints(points, rvec, tvec, matrix, np.zeros(5))[0].reshape(-1, 2)


def make_stb(
    folder: Path, sequences: tuple[str, ...] = ("B1Counting", "B2Random"), frames: int = 2
) -> Path:
    """STB with a dot at every keypoint and at the wrist, which its labels do not have."""
    from scipy.io import savemat

    for number, sequence in enumerate(sequences):
        hands = [posed_hand(10 * number + frame, 600.0) for frame in range(frames)]
        for kind, cameras in (("BB", ("BB_left", "BB_right")), ("SK", ("SK_color",))):
            (folder / "labels").mkdir(parents=True, exist_ok=True)
            points = np.stack([_stb_rows(hand) for hand in hands], axis=-1)
            savemat(folder / "labels" / f"{sequence}_{kind}.mat", {"handPara": points})
            for camera in cameras:
                for frame, hand in enumerate(hands):
                    picture = dotted(stb_uv(hand, camera), (480, 640))
                    write_picture(folder / sequence / f"{camera}_{frame}.png", picture)
    return folder


def _stb_rows(hand: np.ndarray) -> np.ndarray:
    """(3, 21): the palm's centre first, half way between wrist and middle MCP, STB's order."""
    rows = hand.copy()
    rows[WRIST] = (hand[WRIST] + hand[MIDDLE_MCP]) / 2
    return from_canonical(rows, "stb").T


FREIHAND_K = np.array([[480.0, 0, 112], [0, 490.0, 110], [0, 0, 1]])


def make_freihand(folder: Path, poses: int = 2, versions: int = 2) -> Path:
    """FreiHAND with a dot at every keypoint; the evaluation has one version."""
    for name, copies, seed in (("training", versions, 0), ("evaluation", 1, 50)):
        hands = [posed_hand(seed + pose, 700.0) / 1000 for pose in range(poses)]
        write_json(folder / f"{name}_xyz.json", [hand.tolist() for hand in hands])
        write_json(folder / f"{name}_K.json", [FREIHAND_K.tolist()] * poses)
        for number in range(copies * poses):
            uv = hands[number % poses] @ FREIHAND_K.T
            picture = dotted(uv[:, :2] / uv[:, 2:], (224, 224), radius=3)
            picture[:8] = number  # every version has another background
            write_picture(folder / name / "rgb" / f"{number:08d}.jpg", picture)
    return folder


def make_photos(folder: Path, count: int = 3) -> Path:
    """Photographs (drawn ones) in one list, the thumb's tip of each not labelled."""
    entries = []
    for number in range(count):
        sample = Drawn().sample("eval", f"{number:05d}")
        rows = [[float(u), float(v), 2] for u, v in sample.keypoints]
        rows[4] = [0, 0, 0]
        name = f"home/{number}.png"
        (folder / "home").mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(sample.image)
        entries.append(
            {"image": name, "source": "home", "hand": sample.handedness, "keypoints": rows}
        )
    write_json(folder / "annotations.json", entries)
    return folder
