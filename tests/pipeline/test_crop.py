"""Crop rules in TensorFlow: hand-computed numbers, and the numpy implementation."""

import numpy as np
import pytest
import tensorflow as tf
from a_record import a_record

from handpose import geometry
from handpose.pipeline import crop


def random_record(seed):
    """Keypoints partly outside the picture, some hidden, some unlabelled."""
    rng = np.random.default_rng(seed)
    labelled = rng.random(21) < 0.8
    labelled[9] = True
    return a_record(
        keypoints=rng.normal((160, 120), rng.uniform(5, 120), (21, 2)).astype(np.float32),
        labelled=labelled,
        visible=labelled & (rng.random(21) < 0.6),
    )


@pytest.mark.parametrize("seed", range(8))
def test_the_hand3d_rule_is_that_of_geometry(seed):
    record = {key: value.numpy() for key, value in random_record(seed).items()}
    expected = geometry.hand3d_square(
        record["keypoints"][9], record["keypoints"], record["visible"], (240, 320), 1.3
    )
    square = crop.crop_square(random_record(seed), "hand3d", 1.3)
    np.testing.assert_allclose(square, expected, rtol=1e-5)


@pytest.mark.parametrize("seed", range(8))
def test_the_box_rule_is_that_of_geometry(seed):
    record = {key: value.numpy() for key, value in random_record(seed).items()}
    box = geometry.keypoint_box(record["keypoints"], record["labelled"])
    square = crop.crop_square(random_record(seed), "box", 1.3)
    np.testing.assert_allclose(square, geometry.square_round(box, 1.3), rtol=1e-4)


def four_points(**changes):
    keypoints = np.full((21, 2), 100, np.float32)
    keypoints[1], keypoints[2], keypoints[3] = (140, 110), (90, 70), (300, 100)
    return a_record(keypoints=keypoints, **changes)


WITHOUT_3 = np.arange(21) != 3


def test_the_box_rule_in_numbers():
    # Labelled: x from 90 to 140, y from 70 to 110: centre (115, 90), long side 50.
    square = crop.crop_square(four_points(labelled=WITHOUT_3, visible=WITHOUT_3), "box", 1.2)
    np.testing.assert_allclose(square, [115, 90, 60], rtol=1e-6)


def test_the_hand3d_rule_in_numbers():
    # From the middle MCP at (100, 100) the farthest visible keypoint is 40 away: 2 x 40 x 1.2.
    square = crop.crop_square(four_points(visible=WITHOUT_3), "hand3d", 1.2)
    np.testing.assert_allclose(square, [100, 100, 96], rtol=1e-6)


def test_without_the_middle_mcp_the_box_centre_takes_its_place():
    known = WITHOUT_3 & (np.arange(21) != 9)
    square = crop.crop_square(four_points(labelled=known, visible=known), "hand3d", 1.0)
    # Centre (115, 90); 25 to the left and right, 20 up and down.
    np.testing.assert_allclose(square, [115, 90, 50], rtol=1e-6)


@pytest.mark.parametrize("rule", ["hand3d", "box"])
def test_a_picture_without_a_hand_gives_its_largest_centred_square(rule):
    nothing = np.zeros(21, bool)
    record = a_record(labelled=nothing, visible=nothing, present=np.bool_(False))
    np.testing.assert_array_equal(crop.crop_square(record, rule, 1.2), [160, 120, 240])


@pytest.mark.parametrize("turn", [0.0, 30.0, -135.0])
def test_the_map_is_that_of_geometry(turn):
    square = np.array([50, 60, 110], np.float32)
    expected = geometry.image_to_crop(square, 200, turn)
    affine = crop.image_to_crop(tf.constant(square), 200, turn)
    np.testing.assert_allclose(affine, expected, atol=1e-4)
    np.testing.assert_allclose(crop.invert(affine), geometry.invert(expected), atol=1e-4)


def test_the_map_in_numbers():
    affine = crop.image_to_crop(tf.constant([50.0, 60.0, 100.0]), 200)
    np.testing.assert_allclose(affine, [[2, 0, 0], [0, 2, -20]], atol=1e-5)
    moved = crop.transform(affine, tf.constant([[50.0, 60.0], [0.0, 10.0]]))
    np.testing.assert_allclose(moved, [[100, 100], [0, 0]], atol=1e-5)


def patchwork():
    """A smooth picture, so that interpolation in another order of sums stays close."""
    coarse = np.random.default_rng(0).integers(0, 256, (6, 8, 3)).astype(np.float32)
    return tf.image.resize(coarse, (120, 160), method="bicubic").numpy().clip(0, 255)


@pytest.mark.parametrize(("side", "turn"), [(40, 0), (64, 25), (200, -70), (300, 10)])
def test_the_warp_is_that_of_geometry(side, turn):
    image = patchwork().astype(np.uint8)
    affine = geometry.image_to_crop(np.array([85, 55, side]), 64, turn)
    expected = geometry.warp(image, affine, 64).astype(np.float32)
    to_image = tf.constant(geometry.invert(affine), tf.float32)
    cropped = crop.warp(tf.constant(image), to_image, 64).numpy()
    # The outermost pixels differ: OpenCV fades into black there, TensorFlow stops.
    apart = np.abs(cropped - expected).max(-1)
    assert np.median(apart) <= 1
    assert np.mean(apart > 6) < 0.08


def test_the_whole_picture_at_its_size_is_unchanged():
    image = patchwork().astype(np.uint8)[:120, :120]
    to_image = crop.invert(crop.image_to_crop(tf.constant([60.0, 60.0, 120.0]), 120))
    np.testing.assert_allclose(crop.warp(tf.constant(image), to_image, 120), image, atol=0.01)


def test_outside_the_picture_the_crop_is_black():
    white = tf.fill([20, 20, 3], tf.constant(255, tf.uint8))
    to_image = crop.invert(crop.image_to_crop(tf.constant([0.0, 10.0, 20.0]), 20))
    cropped = crop.warp(white, to_image, 20).numpy()
    assert (cropped[:, :9] == 0).all()
    assert (cropped[:, 11:] == 255).all()


def test_shrinking_averages_what_a_pixel_covers():
    stripes = np.zeros((64, 64, 3), np.uint8)
    stripes[:, ::2] = 200
    to_image = crop.invert(crop.image_to_crop(tf.constant([32.0, 32.0, 64.0]), 16))
    cropped = crop.warp(tf.constant(stripes), to_image, 16).numpy()
    np.testing.assert_allclose(cropped[1:-1, 1:-1], 100, atol=1)


def centre_of_light(image):
    light = np.asarray(image, np.float64)[..., 0]
    place = np.arange(light.shape[0]) + 0.5
    return [(light.sum(0) * place).sum() / light.sum(), (light.sum(1) * place).sum() / light.sum()]


@pytest.mark.parametrize(("side", "turn"), [(50, 0), (90, 40), (230, -110)])
def test_a_dot_lands_on_its_moved_keypoint(side, turn):
    image = np.zeros((240, 320, 3), np.uint8)
    image[96:104, 206:214] = 255
    to_crop = crop.image_to_crop(tf.constant([200.0, 108.0, side]), 64, turn)
    cropped = crop.warp(tf.constant(image), crop.invert(to_crop), 64)
    keypoint = crop.transform(to_crop, tf.constant([[210.0, 100.0]]))[0]
    np.testing.assert_allclose(centre_of_light(cropped), keypoint, atol=0.3)


def test_grey_and_transparent_pictures_become_rgb():
    grey = tf.io.encode_png(tf.fill([3, 4, 1], tf.constant(9, tf.uint8)))
    assert crop.decode(grey).numpy().tolist() == np.full((3, 4, 3), 9).tolist()
    clear = tf.io.encode_png(tf.fill([3, 4, 4], tf.constant(9, tf.uint8)))
    assert crop.decode(clear).shape == (3, 4, 3)
    jpeg = tf.io.encode_jpeg(tf.fill([8, 8, 1], tf.constant(90, tf.uint8)))
    assert crop.decode(jpeg).shape == (8, 8, 3)
