"""Maps to hands: peaks, their order, their boxes."""

import math

import numpy as np
import tensorflow as tf

from handpose.models.detector.decode import MOST, decode, peaks

CELLS = 8


def outputs_with(logits, geometry=None):
    maps = np.full((1, CELLS, CELLS), -20.0, np.float32)
    for cell, logit in logits.items():
        maps[0][cell] = logit
    geometry = np.zeros((1, CELLS, CELLS, 6)) if geometry is None else geometry
    return {"centre": tf.constant(maps), "geometry": tf.constant(geometry, tf.float32)}


def test_only_the_highest_of_three_by_three_cells_is_a_peak():
    outputs = outputs_with({(2, 2): 2.0, (2, 3): 1.0, (3, 3): 0.5, (3, 5): 0.25, (0, 0): 0.0})
    found = peaks(outputs["centre"])[0].numpy()
    assert found[2, 2] > found[3, 5] > found[0, 0] == 0.5
    assert found[2, 3] == found[3, 3] == 0


def test_the_surest_comes_first_with_its_box_and_angle():
    geometry = np.zeros((1, CELLS, CELLS, 6))
    geometry[0, 1, 6] = [0.5, 0, math.log(0.5), math.log(0.25), 0, -1]
    found = decode(outputs_with({(5, 2): 0.0, (1, 6): math.log(3)}, geometry))
    np.testing.assert_allclose(found["scores"][0, :2], [0.75, 0.5], rtol=1e-5)
    # The cell's middle (26, 6), moved by 2 px; 20 x 10 px.
    np.testing.assert_allclose(found["boxes"][0, 0], [18, 1, 20, 10], rtol=1e-5)
    np.testing.assert_allclose(found["boxes"][0, 1], [10 - 20, 22 - 20, 40, 40], rtol=1e-5)
    np.testing.assert_allclose(found["angles"][0, :2], [270, 0], atol=1e-4)


def test_there_are_always_sixteen_rows():
    found = decode(outputs_with({(4, 4): 5.0}))
    shapes = {key: tuple(value.shape) for key, value in found.items()}
    assert shapes == {"boxes": (1, MOST, 4), "angles": (1, MOST), "scores": (1, MOST)}
    assert np.all(np.diff(found["scores"][0]) <= 0)
    assert np.all(found["scores"][0, 1:] < 1e-6)


def test_pictures_of_a_batch_keep_to_themselves():
    one, other = outputs_with({(5, 2): 3.0}), outputs_with({(1, 6): 1.0})
    both = {key: tf.concat([one[key], other[key]], axis=0) for key in one}
    found = decode(both)
    np.testing.assert_allclose(found["boxes"][:, 0, 0], [10 - 20, 26 - 20], rtol=1e-5)
