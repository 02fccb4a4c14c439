"""Boxes, crops and affine maps against numbers worked out by hand."""

import numpy as np
import pytest

from handpose import geometry

ALL = np.ones(21, bool)


def keypoints_at(*points):
    """(21, 2): the given points, then the first one again and again."""
    return np.array([*points] + [points[0]] * (21 - len(points)), np.float32)


def test_the_box_goes_round_the_chosen_keypoints():
    keypoints = keypoints_at((10, 20), (30, 25), (12, 60), (500, 500))
    chosen = ALL & (np.arange(21) != 3)
    np.testing.assert_array_equal(geometry.keypoint_box(keypoints, chosen), [10, 20, 20, 40])


def test_the_box_round_nothing_is_no_number():
    assert np.isnan(geometry.keypoint_box(keypoints_at((1, 2)), ~ALL)).all()


def test_the_square_keeps_the_centre_and_scales_the_long_side():
    square = geometry.square_round(np.array([10, 20, 20, 40]), 1.5)
    np.testing.assert_array_equal(square, [20, 40, 60])


@pytest.mark.parametrize(
    ("farthest", "side"),
    [
        ((140, 100), 96),  # 2 x 40 x 1.2
        ((100, 50), 120),  # the axis that reaches farther: 2 x 50 x 1.2
        ((110, 100), 50),  # 24 is less than the least side
        ((100, -50), 240),  # only to the picture's edge: 2 x 100 x 1.2
        ((300, 100), 256),  # 480, but never shrunk
    ],
)
def test_the_hand3d_square_reaches_the_farthest_visible_keypoint(farthest, side):
    keypoints = keypoints_at((100, 100), farthest)
    square = geometry.hand3d_square(np.array([100, 100]), keypoints, ALL, (320, 320), 1.2)
    np.testing.assert_allclose(square, [100, 100, side], rtol=1e-6)


def test_hidden_keypoints_do_not_widen_the_hand3d_square():
    keypoints = keypoints_at((100, 100), (150, 100), (200, 100))
    seen = np.arange(21) != 2
    square = geometry.hand3d_square(np.array([100, 100]), keypoints, seen, (320, 320), 1.0)
    np.testing.assert_allclose(square, [100, 100, 100], rtol=1e-6)


def test_without_a_visible_keypoint_the_hand3d_square_is_200():
    keypoints = keypoints_at((100, 100), (150, 100))
    square = geometry.hand3d_square(np.array([100, 100]), keypoints, ~ALL, (320, 320), 1.2)
    np.testing.assert_allclose(square, [100, 100, 240], rtol=1e-6)


def moved(affine, *points):
    return geometry.transform(affine, np.array(points, np.float64))


def test_a_square_becomes_the_crop():
    affine = geometry.image_to_crop(np.array([50, 60, 100]), 200)
    expected = [[0, 0], [100, 100], [200, 200], [200, 0]]
    corners = moved(affine, (0, 10), (50, 60), (100, 110), (100, 10))
    np.testing.assert_allclose(corners, expected, atol=1e-9)


def test_a_quarter_turn_takes_right_to_below():
    affine = geometry.image_to_crop(np.array([50, 60, 100]), 200, turn=90)
    # Clockwise as seen: right of the centre goes below it, above it goes to the right.
    np.testing.assert_allclose(moved(affine, (100, 60), (50, 10)), [[100, 200], [200, 100]])


def test_a_turn_of_30_degrees():
    affine = geometry.image_to_crop(np.array([0, 0, 2]), 2, turn=30)
    np.testing.assert_allclose(moved(affine, (1, 0)), [[1 + np.sqrt(3) / 2, 1.5]])


def test_the_letterbox_holds_the_whole_picture():
    np.testing.assert_array_equal(geometry.letterbox((100, 300)), [150, 50, 300])


@pytest.mark.parametrize("seed", range(5))
def test_the_inverse_leads_back(seed):
    rng = np.random.default_rng(seed)
    square = np.array([*rng.uniform(0, 300, 2), rng.uniform(20, 400)])
    affine = geometry.image_to_crop(square, 128, rng.uniform(-180, 180))
    points = rng.uniform(-50, 400, (21, 2))
    there = geometry.transform(affine, points)
    np.testing.assert_allclose(geometry.transform(geometry.invert(affine), there), points)


def test_maps_come_in_batches():
    maps = np.stack([geometry.image_to_crop(np.array([50, 60, s]), 200) for s in (100, 50)])
    points = np.array([[[50.0, 60.0]], [[75.0, 60.0]]])
    expected = [[[100, 100]], [[200, 100]]]
    np.testing.assert_allclose(geometry.transform(maps, points), expected)
    one_by_one = [geometry.invert(affine) for affine in maps]
    np.testing.assert_allclose(geometry.invert(maps), one_by_one)


def test_the_square_of_the_whole_picture_leaves_it_as_it_is():
    image = np.random.default_rng(0).integers(0, 256, (32, 32, 3), np.uint8)
    affine = geometry.image_to_crop(geometry.letterbox((32, 32)), 32)
    np.testing.assert_array_equal(geometry.warp(image, affine, 32), image)


def test_pixel_centres_lie_at_one_half():
    # Twofold: crop pixel 2i+1 has its centre a quarter pixel right of the centre of pixel i.
    image = np.zeros((4, 4, 1), np.uint8)
    image[:, 1] = 100
    crop = geometry.warp(image, geometry.image_to_crop(np.array([2, 2, 4]), 8), 8)
    np.testing.assert_array_equal(crop[4, :6].ravel(), [0, 25, 75, 75, 25, 0])


def test_outside_the_picture_the_crop_is_black():
    image = np.full((10, 10, 3), 200, np.uint8)
    crop = geometry.warp(image, geometry.image_to_crop(np.array([0, 5, 10]), 10), 10)
    assert (crop[:, :4] == 0).all()
    assert (crop[:, 6:] == 200).all()


def test_shrinking_averages_what_a_pixel_covers():
    stripes = np.zeros((64, 64, 3), np.uint8)
    stripes[:, ::2] = 200
    crop = geometry.warp(stripes, geometry.image_to_crop(geometry.letterbox((64, 64)), 16), 16)
    np.testing.assert_array_equal(crop, np.full((16, 16, 3), 100))


def test_a_dot_stays_on_its_keypoint_when_shrunk_by_an_odd_number():
    image = np.zeros((200, 310, 3), np.uint8)
    image[90:110, 200:220] = 255
    affine = geometry.image_to_crop(np.array([200, 100, 190]), 60, turn=20)
    crop = geometry.warp(image, affine, 60)[..., 0].astype(float)
    place = np.arange(60) + 0.5
    centre = [(crop.sum(0) * place).sum() / crop.sum(), (crop.sum(1) * place).sum() / crop.sum()]
    np.testing.assert_allclose(centre, moved(affine, (210, 100))[0], atol=0.1)
