"""Hands are drawn where they are, labels stay inside, and a mirror keeps left and right."""

from dataclasses import replace

import numpy as np
import pytest
from made_hands import a_row, hands_at

from handpose.video.annotate import annotated, mirrored


def black(height: int = 120, width: int = 160) -> np.ndarray:
    return np.zeros((height, width, 3), np.uint8)


def changed(image: np.ndarray) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of what is not black."""
    rows, columns = np.nonzero(image.any(axis=2))
    return columns.min(), rows.min(), columns.max(), rows.max()


def test_a_hand_and_its_label_are_drawn_on_a_copy():
    image = black()
    drawn = annotated(image, hands_at([a_row(60, 80)], scores=1.0))
    assert not image.any()
    assert drawn[78:83, 60:82].any(axis=(0, 2)).all()
    assert drawn[60:76, 60:90].any()  # the label, above the hand
    assert not drawn[90:].any()


def test_the_label_tells_identity_and_side():
    one = hands_at([a_row(60, 80)])
    drawn = {
        (identity, right): annotated(
            black(), replace(one, ids=np.array([identity]), right=np.float32([right]))
        ).tobytes()
        for identity in (0, 1)
        for right in (0.0, 0.5, 1.0)
    }
    assert len(set(drawn.values())) == 6


@pytest.mark.parametrize("place", [(-15, -5), (150, -300), (155, 115), (-500, 900)])
def test_the_label_stays_inside_the_picture(place):
    middle = annotated(black(), hands_at([a_row(60, 80)]))[:77]
    ink = int((middle > 200).sum())
    drawn = annotated(black(), hands_at([a_row(*place)]))
    assert (drawn > 200).sum() >= ink > 20


def test_a_picture_without_hands_is_only_copied():
    image = np.random.default_rng(0).integers(0, 255, (20, 30, 3), np.uint8)
    drawn = annotated(image, hands_at([]))
    np.testing.assert_array_equal(drawn, image)
    assert drawn is not image


def test_a_mirror_turns_picture_and_keypoints_but_not_the_names():
    image = black(40, 60)
    image[10, 5] = 255  # its centre is (5.5, 10.5)
    hands = hands_at([np.full((21, 2), [5.5, 10.5])], right=[0.9])
    seen, turned = mirrored(image, hands)
    assert seen[10, 54].min() == 255
    assert seen.flags.c_contiguous
    np.testing.assert_array_equal(turned.keypoints[0], np.full((21, 2), [54.5, 10.5]))
    assert turned.keypoints.dtype == np.float32
    assert list(turned.handedness) == ["right"]
    assert len(mirrored(image, hands_at([]))[1]) == 0
