"""Layouts: the tiles cover what they should, the pictures cover their tiles."""

import numpy as np
import pytest
import tensorflow as tf

from handpose.detection.layout import LAYERS, random_layout
from handpose.detection.pictures import SIDE

SIZE = 224


@pytest.fixture(scope="module")
def layouts():
    draw = tf.function(lambda seed: random_layout(SIZE, 20.0, 0.5, seed))
    drawn = (draw(tf.constant([3, number], tf.int64)) for number in range(200))
    return [(one.rectangles.numpy(), one.to_scene.numpy()) for one in drawn]


def used(rectangles):
    return [row for row in range(LAYERS) if (rectangles[row, 2:] > rectangles[row, :2]).all()]


def tiles(rectangles):
    return [row for row in used(rectangles) if row < 16]


def test_tiles_neither_overlap_nor_leave_gaps(layouts):
    for rectangles, _ in layouts:
        covered = np.zeros((SIZE, SIZE), int)
        for left, top, right, bottom in rectangles[tiles(rectangles)]:
            covered[top:bottom, left:right] += 1
        # All of the scene, or a strip of it that is as high or as wide.
        assert covered.max() == 1
        rows, columns = covered.any(axis=1), covered.any(axis=0)
        assert rows.all() or columns.all()
        assert covered.sum() == rows.sum() * columns.sum()


def test_scenes_have_from_one_to_sixteen_tiles(layouts):
    counts = np.array([len(tiles(rectangles)) for rectangles, _ in layouts])
    assert counts.min() == 1
    assert counts.max() == 16
    assert 0.65 < np.mean(counts == 1) < 0.87


def test_some_scenes_are_letterboxed_and_some_have_pictures_on_others(layouts):
    letterboxed = [
        np.ptp(rectangles[tiles(rectangles)][:, [1, 3]]) < SIZE
        or np.ptp(rectangles[tiles(rectangles)][:, [0, 2]]) < SIZE
        for rectangles, _ in layouts
    ]
    pasted = [len(used(rectangles)) > len(tiles(rectangles)) for rectangles, _ in layouts]
    assert 0.2 < np.mean(letterboxed) < 0.5
    assert 0.3 < np.mean(pasted) < 0.6


def test_every_picture_fills_its_rectangle(layouts):
    for rectangles, to_scene in layouts:
        assert rectangles.min() >= 0
        assert rectangles.max() <= SIZE
        for row in used(rectangles):
            left, top, right, bottom = rectangles[row]
            corners = np.array([[left, top], [right, top], [left, bottom], [right, bottom]])
            linear, shift = to_scene[row][:, :2], to_scene[row][:, 2]
            in_picture = (corners - shift) @ np.linalg.inv(linear).T
            assert in_picture.min() > -0.1
            assert in_picture.max() < SIDE + 0.1


def test_pictures_are_turned_a_little_and_half_are_mirrored(layouts):
    linear = np.concatenate([to_scene[used(rectangles)] for rectangles, to_scene in layouts])[
        ..., :2
    ]
    mirrored = np.linalg.det(linear) < 0
    turned = np.degrees(np.arctan2(-linear[:, 0, 1], linear[:, 1, 1]))
    assert 0.4 < mirrored.mean() < 0.6
    assert 15 < np.abs(turned).max() < 20.01


def test_neither_turned_nor_mirrored_without_variation():
    layout = random_layout(SIZE, 0.0, 0.0, tf.constant([1, 2], tf.int64))
    linear = layout.to_scene.numpy()[used(layout.rectangles.numpy())][..., :2]
    np.testing.assert_allclose(linear[:, 0, 1], 0, atol=1e-6)
    assert (linear[:, 0, 0] > 0).all()
