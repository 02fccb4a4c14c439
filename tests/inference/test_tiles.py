"""Parts of pictures, and which boxes end inside of them."""

import numpy as np
import pytest

from handpose.inference.tiles import Part, not_cut_off, parts_of


def test_one_tile_is_the_whole_picture():
    assert parts_of((30, 40), 1) == [(0, 0, 40, 30)]


def test_neighbours_share_half_of_their_side():
    assert parts_of((30, 60), 2) == [
        (0, 0, 60, 30),
        *((0, 0, 40, 20), (20, 0, 60, 20)),
        *((0, 10, 40, 30), (20, 10, 60, 30)),
    ]


@pytest.mark.parametrize("size", [(1, 1), (1, 7), (5, 3)])
def test_the_smallest_pictures_have_no_empty_part(size):
    for part in parts_of(size, 8):
        assert 0 <= part.left < part.right <= size[1]
        assert 0 <= part.top < part.bottom <= size[0]


def test_every_place_is_a_quarter_away_from_the_inner_borders_of_some_part():
    spans = {(part.left, part.right) for part in parts_of((100, 100), 4)[1:]}
    for x in range(100):
        assert any(
            (low == 0 or x - low >= 10) and (high == 100 or high - x >= 10) for low, high in spans
        )


def test_a_box_at_a_border_inside_the_picture_is_cut_off():
    # A margin of 2 px round a part of 100 px.
    part, size = Part(0, 50, 100, 150), (200, 200)
    boxes = np.array(
        [
            [10, 60, 20, 20],  # inside
            [0, 60, 20, 20],  # at the picture's own border
            [10, 51, 20, 20],  # at the part's upper border
            [85, 60, 14, 20],  # at its right one
            [10, 130, 20, 19],  # at its lower one
        ]
    )
    assert not_cut_off(boxes, part, size).tolist() == [True, True, False, False, False]


def test_nothing_is_cut_off_in_the_whole_picture():
    boxes = np.array([[0.0, 0.0, 40.0, 30.0]])
    assert not_cut_off(boxes, Part(0, 0, 40, 30), (30, 40)).tolist() == [True]
