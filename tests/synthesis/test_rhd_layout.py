"""A rendered dataset read as RHD's own description has it, by nothing of handpose.

The description: `color`, `mask` and `depth` as %05d.png of 320 px; `anno_*.pickle` maps a number to
`uv_vis` (42, 3), `xyz` (42, 3) metres and `K` (3, 3). Rows 0 to 20 are the left hand: the wrist,
then thumb, index, middle, ring and little finger, each from its tip to the palm; rows 21 to 41 the
right hand. Mask: 0 background, 1 person, 2 to 4 the left thumb from its tip to the palm, three more
for each finger, 17 the left palm; 18 to 33 the same of the right hand.
Depth in metres: (red * 2**8 + green) / (2**16 - 1) * 5.
"""

import pickle
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
import pytest

from handpose.synthesis.dataset.command import synth
from handpose.synthesis.options import SynthConfig

COUNTS = {"training": 6, "evaluation": 2}
PALM = 17
THICKEST_FLESH = 0.03  # metres from the skin to a keypoint


class Picture(NamedTuple):
    colour: np.ndarray
    mask: np.ndarray
    depth: np.ndarray
    uv: np.ndarray
    visible: np.ndarray
    xyz: np.ndarray
    camera: np.ndarray


class Seen(NamedTuple):
    """A visible keypoint's row among its hand's, what the mask shows there, and the depths."""

    row: int
    labels: np.ndarray
    first_label: int
    depth: float
    z: float


@pytest.fixture(name="folder", scope="module")
def _folder(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("data") / "SYN"
    return synth(SynthConfig(n=6, n_eval=2, out=str(out), seed=4, workers=1))


@pytest.fixture(name="pictures", scope="module")
def _pictures(folder) -> list[Picture]:
    return [picture for part in COUNTS for picture in read_part(folder / part)]


def read_part(folder: Path) -> list[Picture]:
    with (folder / f"anno_{folder.name}.pickle").open("rb") as file:
        annotations = pickle.load(file)
    return [read_picture(folder, number, labels) for number, labels in annotations.items()]


def read_picture(folder: Path, number: int, labels: dict) -> Picture:
    colour, mask, depth = (
        cv2.imread(str(folder / kind / f"{number:05d}.png"), cv2.IMREAD_UNCHANGED)
        for kind in ("color", "mask", "depth")
    )
    red, green = depth[..., 2].astype(float), depth[..., 1].astype(float)
    metres = (red * 2**8 + green) / (2**16 - 1) * 5
    uv_vis = labels["uv_vis"]
    return Picture(colour, mask, metres, uv_vis[:, :2], uv_vis[:, 2], labels["xyz"], labels["K"])


def hands(picture: Picture):
    """(rows, first label of the mask) of the hands that are there."""
    for rows, first_label in ((slice(0, 21), 2), (slice(21, 42), 18)):
        if picture.xyz[rows].any():
            yield rows, first_label


def seen_keypoints(pictures):
    for picture in pictures:
        for rows, first_label in hands(picture):
            for row in np.flatnonzero(picture.visible[rows]):
                yield _seen(picture, rows.start + int(row), int(row), first_label)


def _seen(picture: Picture, place: int, row: int, first_label: int) -> Seen:
    x, y = np.floor(picture.uv[place]).astype(int)
    around = picture.mask[max(0, y - 1) : y + 2, max(0, x - 1) : x + 2]
    return Seen(row, around, first_label, picture.depth[y, x], picture.xyz[place, 2])


def labels_of(row: int, first_label: int) -> set[int]:
    """The mask's numbers where a row's keypoint may lie: its finger's or the palm's, or the arm."""
    palm = first_label + PALM - 2
    if row == 0:
        return {palm, 1}
    finger = first_label + 3 * ((row - 1) // 4)
    return {finger, finger + 1, finger + 2, palm}


def test_pickles_hold_the_published_keys_for_every_picture(folder):
    for name, count in COUNTS.items():
        with (folder / name / f"anno_{name}.pickle").open("rb") as file:
            annotations = pickle.load(file)
        assert list(annotations) == list(range(count))
        for labels in annotations.values():
            shapes = {key: value.shape for key, value in labels.items()}
            assert shapes == {"uv_vis": (42, 3), "xyz": (42, 3), "K": (3, 3)}
            assert {value.dtype for value in labels.values()} == {np.dtype(float)}


def test_pictures_have_the_published_form(pictures):
    for picture in pictures:
        assert (picture.colour.shape, picture.colour.dtype) == ((320, 320, 3), np.uint8)
        assert (picture.mask.shape, picture.mask.dtype) == ((320, 320), np.uint8)
        assert picture.mask.max() <= 33
        assert picture.depth.max() <= 5
        assert set(np.unique(picture.visible)) <= {0.0, 1.0}


def test_xyz_projects_by_the_camera_matrix_to_uv(pictures):
    for picture in pictures:
        for rows, _ in hands(picture):
            there = picture.xyz[rows] @ picture.camera.T
            np.testing.assert_allclose(there[:, :2] / there[:, 2:], picture.uv[rows], atol=1e-6)


def test_the_mask_shows_the_hands_that_have_rows_and_no_others(pictures):
    for picture in pictures:
        shown = set(np.unique(picture.mask))
        for rows, first_label in ((slice(0, 21), 2), (slice(21, 42), 18)):
            own = shown & set(range(first_label, first_label + 16))
            # A hand beyond the border has rows all the same.
            assert not own or picture.xyz[rows].any()
        assert any(picture.visible[rows].any() for rows, _ in hands(picture))
    assert {first for picture in pictures for _, first in hands(picture)} == {2, 18}


def test_visible_keypoints_lie_on_their_own_finger(pictures):
    seen = list(seen_keypoints(pictures))
    own = [bool(labels_of(one.row, one.first_label) & set(one.labels.flat)) for one in seen]
    assert len(seen) > 60
    assert np.mean(own) > 0.97


def test_every_finger_runs_from_its_tip_to_the_palm(pictures):
    # Row 1 + 4 f is finger f's tip, so the first of its three labels is nearest to it.
    tips = [one for one in seen_keypoints(pictures) if one.row % 4 == 1]
    on_tip = [one.first_label + 3 * ((one.row - 1) // 4) in one.labels for one in tips]
    assert len(tips) > 10
    assert np.mean(on_tip) > 0.9


def test_depth_at_a_visible_keypoint_is_the_skin_before_it(pictures):
    # A fingertip may just miss its own skin, and the background is 5 m away.
    skin = [one for one in seen_keypoints(pictures) if one.depth < 4]
    beneath = np.array([one.z - one.depth for one in skin])
    assert len(beneath) > 60
    assert np.mean((beneath > -0.002) & (beneath < THICKEST_FLESH)) > 0.97
    assert 0.003 < np.median(beneath) < 0.015


def test_the_background_is_as_far_as_depth_reaches(pictures):
    for picture in pictures:
        nothing = picture.mask == 0
        assert np.median(picture.depth[nothing]) == 5
