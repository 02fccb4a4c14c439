"""One record to one example: labels and pixels move together, weights say what counts."""

import numpy as np
import pytest
import tensorflow as tf
from a_record import a_record

from handpose import geometry
from handpose.config import Config
from handpose.pipeline.examples import augmented_example, plain_example, training_example

SIZE = 64
STILL = {
    "crop_center_noise_sigma": 0.0,
    **dict.fromkeys(("aug_rotation", "aug_scale", "aug_shift", "aug_mirror"), 0.0),
    **dict.fromkeys(
        ("aug_colour", "aug_hue", "aug_grey", "aug_blur", "aug_noise", "aug_cutout"), 0.0
    ),
    "aug_jpeg": 100,
}
MOVING = {"aug_rotation": 180.0, "aug_scale": 0.25, "aug_shift": 0.08, "aug_mirror": 0.5,
          "crop_center_noise_sigma": 5.0}  # fmt: skip
SEEDS = [tf.constant([0, position], tf.int64) for position in range(6)]


def config(**options):
    return Config(**{"crop_size": SIZE, "crop": "box", "box_scale": 1.5, "augment": True,
                     **STILL, **options})  # fmt: skip


def a_dot(place):
    """A black picture with one bright square about `place`."""
    image = np.zeros((240, 320, 3), np.uint8)
    x, y = map(round, place)
    image[y - 4 : y + 4, x - 4 : x + 4] = 255
    return image


def centre_of_light(image):
    light = np.asarray(image, np.float64)[..., 0]
    place = np.arange(light.shape[0]) + 0.5
    return [(light.sum(0) * place).sum() / light.sum(), (light.sum(1) * place).sum() / light.sum()]


def test_without_strength_the_augmented_example_is_the_plain_one():
    plain = plain_example(a_record(), config())
    varied = augmented_example(a_record(), config(), SEEDS[1])
    assert plain.keys() == varied.keys()
    for key, value in plain.items():
        if value.dtype.is_floating:
            np.testing.assert_allclose(varied[key], value, atol=1e-3, err_msg=key)
        else:
            assert np.array_equal(varied[key].numpy(), value.numpy()), key


def test_a_turn_moves_labels_and_pixels_clockwise_about_the_crops_centre():
    keypoints = a_record()["keypoints"].numpy().round()
    record = a_record(a_dot(keypoints[7]), keypoints=keypoints)
    upright, turned = (plain_example(record, config(), turn) for turn in (0.0, 90.0))
    x, y = np.moveaxis(upright["keypoints"].numpy(), -1, 0)
    np.testing.assert_allclose(turned["keypoints"], np.stack([SIZE - y, x], axis=-1), atol=1e-3)
    np.testing.assert_allclose(centre_of_light(turned["image"]), turned["keypoints"][7], atol=0.4)


@pytest.mark.parametrize("position", range(6))
def test_a_dot_stays_on_its_keypoint_through_every_move(position):
    keypoints = a_record()["keypoints"].numpy().round()
    record = a_record(a_dot(keypoints[7]), keypoints=keypoints)
    example = augmented_example(record, config(**MOVING), SEEDS[position])
    expected = example["keypoints"][7]
    np.testing.assert_allclose(centre_of_light(example["image"]), expected, atol=0.4)


def test_moves_really_move():
    places = [
        augmented_example(a_record(), config(**MOVING), seed)["keypoints"][7] for seed in SEEDS
    ]
    assert np.ptp(places, axis=0).min() > 5


@pytest.mark.parametrize("position", range(4))
def test_the_map_leads_from_the_crop_back_to_the_picture(position):
    example = augmented_example(a_record(), config(**MOVING), SEEDS[position])
    back = geometry.transform(example["crop_to_image"].numpy(), example["keypoints"].numpy())
    np.testing.assert_allclose(back, a_record()["keypoints"], atol=0.01)
    np.testing.assert_array_equal(example["image_keypoints"], a_record()["keypoints"])
    np.testing.assert_array_equal(example["image_size"], [240, 320])


def test_the_mirror_flips_pixels_and_x_and_handedness_but_no_order():
    record = a_record(np.random.default_rng(0).integers(0, 256, (240, 320, 3), np.uint8))
    plain = plain_example(record, config())
    mirrored = augmented_example(record, config(aug_mirror=1.0), SEEDS[0])
    flipped = plain["keypoints"].numpy() * [-1, 1] + [SIZE, 0]
    np.testing.assert_allclose(mirrored["keypoints"], flipped, atol=1e-3)
    np.testing.assert_allclose(mirrored["image"], plain["image"][:, ::-1], atol=1.0)
    assert (plain["handedness"], mirrored["handedness"]) == (1, 0)


def test_noise_on_the_labels_moves_them_and_not_the_picture():
    noisy = augmented_example(a_record(), config(coord_uv_noise_sigma=2.5, crop="hand3d"), SEEDS[0])
    moved = noisy["image_keypoints"].numpy() - a_record()["keypoints"].numpy()
    assert 1.5 < moved.std() < 3.5


def test_eager_and_tf_data_agree():
    settings = config(**MOVING, aug_colour=0.3, aug_noise=0.04, aug_blur=1.5, aug_cutout=0.3)
    dataset = tf.data.Dataset.from_tensors(a_record())
    inside = next(iter(dataset.map(lambda one: augmented_example(one, settings, SEEDS[2]))))
    eager = augmented_example(a_record(), settings, SEEDS[2])
    np.testing.assert_allclose(inside["keypoints"], eager["keypoints"], atol=1e-3)
    np.testing.assert_allclose(inside["image"], eager["image"], atol=0.5)


def weights_of(record, settings, example=training_example):
    return np.asarray(example(record, settings, SEEDS[0])["weight"])


LABELLED = np.arange(21) != 2
VISIBLE = LABELLED & (np.arange(21) < 10)


def partly_seen():
    return a_record(labelled=LABELLED, visible=VISIBLE)


@pytest.mark.parametrize("augment", [True, False])
def test_weights_tell_visible_hidden_and_unlabelled(augment):
    settings = config(augment=augment, visible_weight=1.5, hidden_weight=0.5)
    expected = np.where(VISIBLE, 1.5, np.where(LABELLED, 0.5, 0))
    np.testing.assert_array_equal(weights_of(partly_seen(), settings), expected)


@pytest.mark.parametrize("augment", [True, False])
def test_train_vis_false_learns_from_visible_keypoints_only(augment):
    settings = config(augment=augment, train_vis=False)
    np.testing.assert_array_equal(weights_of(partly_seen(), settings), VISIBLE.astype(float))


@pytest.mark.parametrize("augment", [True, False])
def test_a_keypoint_outside_the_crop_does_not_count_in_training(augment):
    keypoints = a_record()["keypoints"].numpy()
    keypoints[5] = [310, 10]
    record = a_record(keypoints=keypoints, visible=np.arange(21) != 5)
    settings = config(augment=augment, crop="hand3d", box_scale=1.0)
    example = training_example(record, settings, SEEDS[0])
    assert example["keypoints"][5, 0] > SIZE
    np.testing.assert_array_equal(example["weight"], np.arange(21) != 5)
    assert plain_example(record, settings)["weight"][5] == 1


def test_a_picture_without_a_hand_has_no_weight_and_says_so():
    nothing = np.zeros(21, bool)
    record = a_record(labelled=nothing, visible=nothing, present=np.bool_(False),
                      keypoints=np.zeros((21, 2), np.float32))  # fmt: skip
    example = training_example(record, config(**MOVING), SEEDS[0])
    assert not example["weight"].numpy().any()
    assert not example["present"]
    assert np.isfinite(example["image"]).all()
    assert np.isfinite(example["keypoints"]).all()
    assert example["image"].numpy().mean() > 30


def test_an_empty_picture_is_seen_in_parts_as_hands_are():
    nothing = {"labelled": tf.zeros([21], tf.bool), "visible": tf.zeros([21], tf.bool)}
    record = a_record() | nothing | {"present": tf.constant(False)}
    maps = [
        augmented_example(record, config(), tf.constant([3, position], tf.int64))["crop_to_image"]
        for position in range(40)
    ]
    zooms = np.array([SIZE * np.hypot(*m.numpy()[:, 0]) for m in maps])
    # The largest centred square of 320 x 240 px is 240 wide.
    assert 72 <= zooms.min() < 100
    assert 200 < zooms.max() <= 240
    corners = np.array([m.numpy()[:, :2] @ [[0, SIZE], [0, SIZE]] + m.numpy()[:, 2:] for m in maps])
    assert (corners[:, 0] >= 40 - 1e-3).all()
    assert (corners[:, 0] <= 280 + 1e-3).all()
