"""Scenes put together by hand: the pixels and the hands go the same way."""

import numpy as np
import pytest
import tensorflow as tf

from handpose.config import Config
from handpose.detection.layout import LAYERS, Layout
from handpose.detection.pictures import SIDE, Pictures
from handpose.detection.scenes import PLACES, scene, scene_hands, stack
from handpose.models.detector.targets import HAND, NOTHING, UNCOUNTED

SIZE, COUNT = 224, 16


def a_picture(colour, box):
    """A picture of one colour with a white box, whose hand is that box."""
    x, y, w, h = box
    picture = np.full((SIDE, SIDE, 3), colour, np.uint8)
    picture[y : y + h, x : x + w] = 255
    keypoints = np.zeros((2, 21, 2), np.float32)
    keypoints[0] = np.linspace([x, y], [x + w, y + h], 21)
    return picture, keypoints


def pictures_of(*some):
    """Pictures of (colour, box), black ones without a hand after them."""
    levels = [np.zeros((COUNT, SIDE // 2**n, SIDE // 2**n, 3), np.uint8) for n in range(3)]
    keypoints, known = np.zeros((COUNT, 2, 21, 2), np.float32), np.zeros((COUNT, 2, 21), bool)
    for row, one in enumerate(some):
        picture, keypoints[row] = a_picture(*one)
        known[row, 0] = True
        for n, level in enumerate(levels):
            level[row] = picture[:: 2**n, :: 2**n]
    return Pictures(
        tuple(map(tf.constant, levels)),
        tf.constant(keypoints),
        tf.constant(known),
        tf.constant(known),
    )


def layout_of(*layers):
    """Layers of (rectangle, scale, x, y): picture pixels times scale, moved by x, y."""
    rectangles, maps = np.zeros((LAYERS, 4), np.int32), np.zeros((LAYERS, 2, 3), np.float32)
    maps[:, 0, 0] = maps[:, 1, 1] = 1
    for row, (rectangle, scale, x, y) in enumerate(layers):
        rectangles[row] = rectangle
        maps[row] = [[scale, 0, x], [0, scale, y]]
    return Layout(tf.constant(rectangles), tf.constant(maps))


ORDER = tf.range(LAYERS) % COUNT
WHOLE = ((0, 0, SIZE, SIZE), 0.7, 0, 0)


def drawn(pictures, layout):
    return stack(pictures, ORDER, layout, SIZE).numpy()


def hands(pictures, layout):
    found = scene_hands(pictures, ORDER, layout, SIZE)
    return {key: value.numpy() for key, value in found._asdict().items()}


def white_box(image):
    rows, columns = np.nonzero((image > 200).all(axis=-1))
    low, high = np.array([columns.min(), rows.min()]), np.array([columns.max(), rows.max()]) + 1
    return np.concatenate([low, high - low])


@pytest.mark.parametrize(
    "layer",
    [
        WHOLE,
        ((20, 30, 132, 142), 0.35, 20, 30),  # shrunk more than twofold
        ((100, 10, 156, 66), 0.175, 100, 10),  # and more than fourfold
        ((0, 0, SIZE, SIZE), 1.1, -60, -40),
    ],
)
def test_a_hand_is_where_its_pixels_are(layer):
    pictures, layout = pictures_of(([90, 0, 0], (80, 100, 100, 120))), layout_of(layer)
    found = hands(pictures, layout)
    assert found["kind"][0] == HAND
    np.testing.assert_allclose(white_box(drawn(pictures, layout)), found["boxes"][0], atol=1.01)


def test_pixels_are_counted_by_their_centres():
    pictures = pictures_of(([0, 0, 0], (0, 0, 1, 1)))
    whole = pictures.levels[0].numpy()
    whole[0, :, 100:140] = (6 * np.arange(40))[:, None]
    steep = pictures._replace(levels=(tf.constant(whole), *pictures.levels[1:]))
    columns = np.arange(75, 90)
    # The centre of column c of the scene shows the picture at (c + 0.5) / 0.7.
    expected = 6 * ((columns + 0.5) / 0.7 - 0.5 - 100)
    found = drawn(steep, layout_of(WHOLE))[100, columns, 0]
    np.testing.assert_allclose(found, expected, atol=1.01)


def test_a_hand_cut_by_its_rectangle_keeps_what_is_shown():
    pictures = pictures_of(([90, 0, 0], (80, 100, 100, 120)))
    layout = layout_of(((0, 0, 112, SIZE), 0.9, 0, 0))
    np.testing.assert_allclose(hands(pictures, layout)["boxes"][0], [72, 90, 40, 108], atol=1e-4)
    np.testing.assert_allclose(white_box(drawn(pictures, layout)), [72, 90, 40, 108], atol=1.01)


def test_what_no_layer_covers_is_black():
    image = drawn(
        pictures_of(([90, 20, 30], (80, 100, 10, 10))), layout_of(((0, 40, SIZE, 180), 0.7, 0, 0))
    )
    assert (image[:40] == 0).all()
    assert (image[180:] == 0).all()
    np.testing.assert_array_equal(image[41, 5], [90, 20, 30])


def test_a_later_layer_covers_an_earlier_hand():
    pictures = pictures_of(([90, 0, 0], (80, 100, 100, 120)), ([0, 90, 0], (0, 0, 40, 40)))
    under = ((50, 60, 150, 190), 0.7, 0, 0)
    found, image = (
        hands(pictures, layout_of(WHOLE, under)),
        drawn(pictures, layout_of(WHOLE, under)),
    )
    assert found["kind"][0] == NOTHING  # all of it is under the second picture
    assert not (image[70:180, 60:120] == 255).any()
    partly = ((50, 60, 150, 135), 0.7, 0, 0)  # five keypoints are left below
    assert hands(pictures, layout_of(WHOLE, partly))["kind"][0] == HAND
    nearly = ((50, 60, 150, 150), 0.7, 0, 0)
    assert hands(pictures, layout_of(WHOLE, nearly))["kind"][0] == UNCOUNTED


def test_the_hand_of_a_later_layer_is_not_covered_by_an_earlier_one():
    pictures = pictures_of(([90, 0, 0], (0, 0, 4, 4)), ([0, 90, 0], (80, 100, 100, 120)))
    found = hands(pictures, layout_of(WHOLE, ((0, 0, 160, 160), 0.5, 0, 0)))
    np.testing.assert_allclose(found["boxes"][2], [40, 50, 50, 60], atol=1e-4)


def test_both_hands_of_a_picture_are_there():
    pictures = pictures_of(([90, 0, 0], (80, 100, 100, 120)))
    keypoints, known = pictures.keypoints.numpy(), pictures.labelled.numpy()
    keypoints[0, 1], known[0, 1] = np.linspace([200, 20], [260, 60], 21), True
    both = pictures._replace(
        keypoints=tf.constant(keypoints), labelled=tf.constant(known), seen=tf.constant(known)
    )
    found = hands(both, layout_of(WHOLE))
    np.testing.assert_allclose(found["boxes"][1], [140, 14, 42, 28], atol=1e-3)
    assert list(found["kind"][:3]) == [HAND, HAND, NOTHING]


@pytest.fixture(scope="module")
def some():
    return pictures_of(*[([90, n, 0], (80, 100, 100, 120)) for n in range(10)])


@pytest.mark.parametrize("augment", [False, True])
def test_a_scene_has_the_documented_entries(some, augment):
    config = Config(task="detection", augment=augment)
    found = scene(some, config, tf.constant([0, 1], tf.int64))
    shapes = {key: (tuple(value.shape), value.dtype.name) for key, value in found.items()}
    assert shapes == {
        "image": ((SIZE, SIZE, 3), "float32"),
        "boxes": ((PLACES, 4), "float32"),
        "angles": ((PLACES,), "float32"),
        "clear": ((PLACES,), "float32"),
        "kind": ((PLACES,), "int32"),
    }
    assert 0 <= np.min(found["image"]) <= np.max(found["image"]) <= 255


def test_a_scene_is_the_same_for_a_seed_inside_tf_data_too(some):
    config = Config(task="detection", augment=True)
    seeds = [[0, 5], [0, 6]]
    inside = tf.data.Dataset.from_tensor_slices(tf.constant(seeds, tf.int64))
    first, second = inside.map(lambda seed: scene(some, config, seed)).as_numpy_iterator()
    again = scene(some, config, tf.constant(seeds[0], tf.int64))
    np.testing.assert_allclose(first["image"], again["image"], atol=0.01)
    np.testing.assert_allclose(first["boxes"], again["boxes"], atol=1e-3)
    assert np.abs(first["image"] - second["image"]).max() > 1


def test_some_scenes_get_another_hue_and_their_hands_stay_where_they_are(some):
    plain = Config(task="detection", augment=True, aug_jpeg=100, aug_colour=0.0, aug_noise=0.0,
                   aug_blur=0.0, aug_grey=0.0)  # fmt: skip
    changed = []
    for number in range(8):
        seed = tf.constant([0, number], tf.int64)
        before, after = scene(some, plain, seed), scene(some, plain.replace(aug_hue=0.5), seed)
        np.testing.assert_array_equal(before["boxes"], after["boxes"])
        changed.append(float(np.abs(before["image"] - after["image"]).max()) > 1)
    assert 0 < sum(changed) < 8


def test_some_scenes_are_shrunk_before_jpeg_and_their_hands_stay_where_they_are(some):
    plain = Config(task="detection", augment=True, aug_jpeg=100, aug_colour=0.0, aug_noise=0.0,
                   aug_blur=0.0, aug_grey=0.0)  # fmt: skip
    changed = []
    for number in range(8):
        seed = tf.constant([0, number], tf.int64)
        before, after = scene(some, plain, seed), scene(some, plain.replace(aug_shrink=4.0), seed)
        np.testing.assert_array_equal(before["boxes"], after["boxes"])
        changed.append(float(np.abs(before["image"] - after["image"]).max()) > 1)
    assert 0 < sum(changed) < 8
