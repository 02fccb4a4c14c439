"""Hands drawn into pictures, and sheets of pictures."""

import cv2
import numpy as np
import pytest

from handpose.drawing import caption, contact_sheet, draw_hand, write
from handpose.hand import FINGER_COLOURS, SKELETON

GREY = np.full((80, 120, 3), 50, np.uint8)


def index_finger(ends) -> np.ndarray:
    """Keypoints of which only the two of one bone are known."""
    keypoints = np.full((21, 2), np.nan)
    keypoints[[5, 6]] = ends
    return keypoints


def changed(image) -> np.ndarray:
    return (image != GREY).any(axis=-1)


def test_a_bone_has_its_fingers_colour_and_lies_on_its_keypoints():
    drawn = draw_hand(GREY, index_finger([[10.5, 30.5], [90.5, 30.5]]))
    np.testing.assert_allclose(drawn[30, 50], FINGER_COLOURS["index"], atol=20)
    rows, columns = np.nonzero(changed(drawn))
    assert (rows.min() + rows.max()) / 2 == 30
    assert (columns.min() + columns.max()) / 2 == 50


def test_the_picture_itself_is_left_as_it_is():
    image = GREY.copy()
    draw_hand(image, index_finger([[10, 30], [90, 30]]))
    assert not changed(image).any()


@pytest.mark.parametrize("score", [0.0, 0.15, 0.5, 1.0])
def test_strength_follows_the_score_down_to_just_visible(score):
    ends = index_finger([[10.5, 30.5], [90.5, 30.5]])
    faint, full = (
        draw_hand(GREY, ends, np.full(21, value))[30, 50].astype(float) for value in (score, 1.0)
    )
    strength = max(score, 0.15)
    np.testing.assert_allclose(faint, strength * full + (1 - strength) * 50, atol=1)


@pytest.mark.parametrize("score", [0.5, 1.0])
@pytest.mark.parametrize("far", [-1e9, -200.0, 500.0, 1e9])
def test_keypoints_outside_the_picture_leave_no_trace(far, score):
    outside = draw_hand(GREY, np.full((21, 2), far), np.full(21, score))
    assert not changed(outside).any()


def test_a_bone_that_leaves_the_picture_is_cut_off():
    drawn = draw_hand(GREY, index_finger([[60.5, 40.5], [300.5, 40.5]]))
    np.testing.assert_allclose(drawn[40, 119], FINGER_COLOURS["index"], atol=20)
    assert not changed(drawn)[:, :50].any()


def test_unknown_keypoints_are_left_out():
    assert not changed(draw_hand(GREY, np.full((21, 2), np.nan))).any()


def test_every_bone_of_the_skeleton_is_drawn():
    rng = np.random.default_rng(3)
    keypoints = rng.uniform(20, 380, (21, 2))
    drawn = draw_hand(np.zeros((400, 400, 3), np.uint8), keypoints)
    for start, end in SKELETON:
        middle = ((keypoints[start] + keypoints[end]) / 2).astype(int)
        assert drawn[middle[1], middle[0]].any()


def test_a_contact_sheet_goes_row_by_row():
    tiles = [np.full((10, 20, 3), level, np.uint8) for level in (1, 2, 3)]
    sheet = contact_sheet(tiles, columns=2, gap=2)
    assert sheet.shape == (24, 44, 3)
    assert (sheet[:10, :20] == 1).all()
    assert (sheet[:10, 22:42] == 2).all()
    assert (sheet[12:22, :20] == 3).all()
    assert (sheet[12:, 22:] == 0).all()


def test_a_caption_is_written_along_the_upper_edge():
    image = np.full((200, 300, 3), 50, np.uint8)
    written = (caption(image, "left") != image).any(axis=-1)
    assert written.any()
    assert not written[40:].any()


def test_the_rim_of_letters_stays_at_the_letters():
    image = np.full((60, 400, 3), 128, np.uint8)
    write(image, "keypoints and probabilities", (10, 40), 0.8)
    bright, dark = image[..., 0] > 180, image[..., 0] < 60
    near_letters = cv2.dilate(bright.astype(np.uint8), np.ones((7, 7))) > 0
    assert bright.any()
    assert dark.any()
    assert not (dark & ~near_letters).any()
