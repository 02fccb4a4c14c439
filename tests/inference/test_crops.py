"""A crop is cut from the part of the picture that it shows, and looks as if from the whole."""

import cv2
import numpy as np
import pytest

from handpose.geometry import warp
from handpose.inference.crops import cut, to_crop_maps


def smooth(height, width):
    noise = np.random.default_rng(0).integers(0, 256, (height // 40, width // 40, 3), np.uint8)
    return cv2.resize(noise, (width, height), interpolation=cv2.INTER_CUBIC)


@pytest.mark.parametrize(
    "box",
    [
        [200, 120, 60, 50],  # magnified
        [100, 60, 230, 300],  # shrunk more than twofold
        [-150, -150, 400, 400],  # out of the picture at two sides
        [5000, 5000, 100, 100],  # nowhere in it
    ],
)
def test_a_crop_looks_as_if_cut_from_the_whole(box):
    image = smooth(480, 640)
    to_crop = to_crop_maps(image.shape[:2], np.array([box], float), 1.5, 64)
    crop = cut(image, to_crop, 64)[0]
    whole = warp(image, to_crop[0], 64).astype(np.float32)
    assert np.abs(crop - whole).mean() < 0.6
    assert (crop.max() > 0) == (whole.max() > 0)


def test_a_small_box_in_a_large_picture_reads_only_its_surroundings():
    image = np.zeros((3000, 4000, 3), np.uint8)
    image[1000:1400, 1000:1400] = 200
    parts = []
    to_crop = to_crop_maps(image.shape[:2], np.array([[1050.0, 1050, 300, 300]]), 1.0, 64)

    def remember(part, affine, size, original=warp):
        parts.append(part.shape)
        return original(part, affine, size)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("handpose.inference.crops.warp", remember)
        crop = cut(image, to_crop, 64)[0]
    assert max(parts[0][:2]) < 330
    assert (crop == 200).all()


def test_without_boxes_the_map_letterboxes():
    (affine,) = to_crop_maps((40, 80), None, 9.0, 64)
    np.testing.assert_allclose(affine, [[0.8, 0, 0], [0, 0.8, 16]])


def test_a_box_becomes_a_square_of_scale_times_its_long_side():
    (affine,) = to_crop_maps((40, 80), np.array([[10.0, 10, 8, 16]]), 2.0, 64)
    # Its centre (14, 18) goes to (32, 32); 32 px of the picture fill the crop.
    np.testing.assert_allclose(affine, [[2, 0, 4], [0, 2, -4]])
