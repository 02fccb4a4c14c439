"""The upright square as pixels, and the noise that its frame has in training."""

import keras
import numpy as np
import pytest

from handpose.geometry import invert, warp
from handpose.models.align import Align, resample, shaken
from handpose.models.frame import upright_frame


def a_picture(size=32):
    rng = np.random.default_rng(0)
    return rng.uniform(0, 255, (1, size, size, 3)).astype(np.float32)


@pytest.mark.parametrize(
    "frame",
    [
        [[1, 0, 0], [0, 1, 0]],
        [[0, -1.5, 30], [1.5, 0, 2]],
        [[0.9, -0.4, -3], [0.4, 0.9, 6]],
    ],
    ids=["identity", "quarter turn", "partly outside"],
)
def test_pixels_are_those_of_opencv(frame):
    picture, frame = a_picture(), np.array(frame, np.float32)
    seen = resample(picture, frame[None], 24)
    # OpenCV rounds its weights to 1/32.
    np.testing.assert_allclose(seen[0], warp(picture[0], invert(frame), 24), atol=12)


def test_half_a_pixel_is_the_mean_of_two():
    picture = np.zeros((1, 4, 4, 1), np.float32)
    picture[0, 1, 1], picture[0, 1, 2] = 100, 50
    seen = resample(picture, np.array([[[1, 0, 0.5], [0, 1, 0]]], np.float32), 4)
    # The last column lies half outside, where it is black.
    np.testing.assert_allclose(np.array(seen)[0, 1, :, 0], [50, 75, 25, 0])


def test_each_picture_of_a_batch_has_its_own_frame():
    pictures = np.concatenate([a_picture(), 255 - a_picture()])
    frames = np.array([[[1, 0, 0], [0, 1, 0]], [[1, 0, 1], [0, 1, 0]]], np.float32)
    seen = np.array(resample(pictures, frames, 32))
    np.testing.assert_allclose(seen[0], pictures[0], atol=1e-3)
    np.testing.assert_allclose(seen[1, :, :-1], pictures[1, :, 1:], atol=1e-3)


def test_noise_is_the_pictures_own_and_small():
    pictures = np.concatenate([a_picture() * share for share in (0.3, 0.6, 0.6, 0.9)])
    frames = np.repeat(np.array([[[1, 0, 0], [0, 1, 0]]], np.float32), 4, axis=0)
    moved = np.array(shaken(frames, pictures, 32))
    np.testing.assert_array_equal(moved[1], moved[2])
    assert np.abs(moved[0] - moved[1]).max() > 1e-3
    degrees = np.degrees(np.arctan2(moved[:, 1, 0], moved[:, 0, 0]))
    assert (np.abs(degrees) <= 25).all()
    assert (np.abs(np.log(np.linalg.det(moved[:, :, :2]) ** 0.5)) <= 0.15 + 1e-5).all()
    middles = moved[:, :, :2] @ [16, 16] + moved[:, :, 2]
    assert (np.abs(middles - 16) <= 0.06 * 32 + 1e-4).all()


def maps_of(keypoints, cells=16, size=128):
    """Maps whose softmax has all its mass in the cells of keypoints (21, 2)."""
    maps = np.full((1, cells, cells, 21), -50, np.float32)
    for number, (x, y) in enumerate((keypoints * cells / size).astype(int)):
        maps[0, y, x, number] = 50
    return maps


def test_the_layer_looks_where_its_maps_say():
    keypoints = np.random.default_rng(1).integers(2, 14, (21, 2)) * 8 + 4.0
    picture = a_picture(128)
    layer = Align(96)
    frame, seen = layer([picture, maps_of(keypoints)])
    np.testing.assert_allclose(
        frame, upright_frame(keypoints[None].astype(np.float32), 128, 96), atol=1e-2
    )
    np.testing.assert_allclose(seen, resample(picture, frame, 96), atol=1e-3)
    shaken_frame, _ = layer([picture, maps_of(keypoints)], training=True)
    assert np.abs(np.array(shaken_frame) - np.array(frame)).max() > 1e-3


def test_the_layer_is_made_anew_from_its_configuration():
    layer = keras.saving.deserialize_keras_object(keras.saving.serialize_keras_object(Align(64)))
    assert layer.side == 64
