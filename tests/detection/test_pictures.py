"""Pictures that scenes are made of: square, with their hands, and smaller copies."""

from dataclasses import replace

import numpy as np
import tensorflow as tf
from drawn import Drawn

from handpose.detection.pictures import SIDE, square_picture
from handpose.pictures import encode_png
from handpose.records.schema import encode

OTHER = np.full((21, 3), np.nan, np.float32)


def picture_of(image, keypoints, other=OTHER):
    sample = replace(Drawn().sample("train", "0"), image=encode_png(image), other=other)
    sample = replace(sample, keypoints=np.asarray(keypoints, np.float32))
    return square_picture(tf.constant(encode(sample, image.shape[:2])))


def test_a_picture_of_the_right_size_stays_as_it_is():
    image = np.random.default_rng(0).integers(0, 255, (SIDE, SIDE, 3), np.uint8)
    keypoints = np.random.default_rng(1).uniform(0, SIDE, (21, 2)).astype(np.float32)
    found = picture_of(image, keypoints)
    np.testing.assert_array_equal(found.levels[0], image)
    np.testing.assert_allclose(found.keypoints[0], keypoints, atol=1e-4)
    assert found.labelled[0].numpy().all()
    assert not found.labelled[1].numpy().any()


def test_smaller_copies_are_means_of_four_pixels():
    image = np.random.default_rng(0).integers(0, 255, (SIDE, SIDE, 3), np.uint8)
    levels = picture_of(image, np.zeros((21, 2))).levels
    assert [tuple(level.shape) for level in levels] == [(320, 320, 3), (160, 160, 3), (80, 80, 3)]
    means = image.reshape(160, 2, 160, 2, 3).mean(axis=(1, 3))
    np.testing.assert_allclose(levels[1], means, atol=0.51)


def test_another_picture_is_letterboxed_with_its_hands():
    # 80 x 160 px are magnified twofold, with 80 black rows above and below.
    image = np.full((80, 160, 3), 200, np.uint8)
    other = OTHER.copy()
    other[3] = 50, 20, 1
    found = picture_of(image, np.tile([10, 30], (21, 1)), other)
    assert tuple(found.levels[0].shape) == (SIDE, SIDE, 3)
    np.testing.assert_array_equal(found.levels[0][160, 160], [200] * 3)
    assert not found.levels[0][:79].numpy().any()
    np.testing.assert_allclose(found.keypoints[0, 5], [20, 140], atol=1e-4)
    np.testing.assert_allclose(found.keypoints[1, 3], [100, 120], atol=1e-4)
    assert found.seen[1, 3].numpy()
