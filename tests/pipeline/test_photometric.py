"""Augmentation of looks: each eagerly and inside tf.data, bounded, none at strength 0."""

import numpy as np
import pytest
import tensorflow as tf
from a_record import in_a_dataset

from handpose.pipeline import photometric

SIZE = 64
CROP = tf.constant(
    tf.image.resize(np.random.default_rng(0).uniform(0, 255, (7, 9, 3)), (SIZE, SIZE)), tf.float32
)
# Function, a strength that shows, the strength that does nothing.
LOOKS = {
    "coloured": (photometric.coloured, 0.3, 0.0),
    "recoloured": (photometric.recoloured, 0.5, 0.0),
    "greyed": (photometric.greyed, 0.5, 0.0),
    "blurred": (photometric.blurred, 4.0, 0.0),
    "noised": (photometric.noised, 0.1, 0.0),
    "jpegged": (photometric.jpegged, 20, 100),
    "cut_out": (photometric.cut_out, 0.4, 0.0),
}
LUMA = np.array([0.299, 0.587, 0.114])
SEEDS = [(3, position) for position in range(120)]
EACH = pytest.mark.parametrize("name", LOOKS)


def looks(name, crop=CROP):
    function, strength, _ = LOOKS[name]
    return lambda seed: function(crop, strength, seed)


@EACH
def test_eager_and_tf_data_agree_for_a_seed(name):
    inside = in_a_dataset(looks(name), SEEDS[:8])
    for seed, one in zip(SEEDS, inside, strict=False):
        eager = looks(name)(tf.constant(seed, tf.int64))
        np.testing.assert_allclose(one, eager, atol=2e-3)


@EACH
def test_another_seed_looks_different(name):
    assert len({one.tobytes() for one in in_a_dataset(looks(name), SEEDS[:12])}) > 1


@EACH
def test_strength_zero_changes_nothing(name):
    function, _, none = LOOKS[name]
    for seed in SEEDS[:4]:
        np.testing.assert_array_equal(function(CROP, none, tf.constant(seed)), CROP)


@EACH
def test_values_stay_between_black_and_white(name):
    hard = tf.constant(np.random.default_rng(1).choice([0.0, 255.0], (SIZE, SIZE, 3)), tf.float32)
    varied = np.array(in_a_dataset(looks(name, hard), SEEDS[:20]))
    assert varied.shape == (20, SIZE, SIZE, 3)
    assert varied.dtype == np.float32
    assert varied.min() >= -1e-3
    assert varied.max() <= 255.001


@pytest.mark.parametrize("name", ["recoloured", "greyed", "blurred", "jpegged", "cut_out"])
def test_half_of_the_seeds_are_changed(name):
    changed = [not np.array_equal(one, CROP) for one in in_a_dataset(looks(name), SEEDS)]
    assert 0.35 < np.mean(changed) < 0.65


def test_colour_is_one_straight_line_per_channel():
    # Dark enough that nothing is clipped: out = scale * in + offset for each channel.
    crop = 60 + CROP / 8
    for one in in_a_dataset(looks("coloured", crop), SEEDS[:10]):
        for channel in range(3):
            before, after = crop.numpy()[..., channel].ravel(), one[..., channel].ravel()
            line = np.polyfit(before, after, 1)
            np.testing.assert_allclose(np.polyval(line, before), after, atol=0.01)
            assert 0.7 * 0.85 * 0.7 - 0.01 <= line[0] <= 1.3 * 1.15 * 1.3 + 0.01


def test_colour_of_a_plain_crop_is_gain_and_brightness():
    # Contrast turns about the mean, so that a plain crop of 100 becomes 100 gain +- 64 x 0.3.
    plain = tf.fill([SIZE, SIZE, 3], 100.0)
    for one in in_a_dataset(looks("coloured", plain), SEEDS[:30]):
        assert np.ptp(one, axis=(0, 1)).max() < 1e-3
        assert 100 * 0.7 * 0.85 - 19.3 <= one.min() <= one.max() <= 100 * 1.3 * 1.15 + 19.3


def test_another_hue_keeps_the_luma():
    # Muted enough that no channel is clipped.
    crop = 100 + CROP / 10
    for one in in_a_dataset(looks("recoloured", crop), SEEDS[:20]):
        np.testing.assert_allclose(one @ LUMA, crop.numpy() @ LUMA, atol=0.05)


def test_hues_go_all_round():
    skin = tf.tile(tf.constant([[[150.0, 110.0, 90.0]]]), [SIZE, SIZE, 1])
    seen = [one[0, 0] for one in in_a_dataset(looks("recoloured", skin), SEEDS)]
    for strongest in range(3):
        assert any(np.argmax(colour) == strongest for colour in seen)
    assert max(np.ptp(colour) for colour in seen) > 60
    assert min(np.ptp(colour) for colour in seen) < 10


def test_grey_is_the_luma():
    red = tf.tile(tf.constant([[[255.0, 0.0, 100.0]]]), [SIZE, SIZE, 1])
    # 0.299 x 255 + 0.114 x 100
    np.testing.assert_allclose(photometric.greyed(red, 1.0, tf.constant([1, 2])), 87.645, atol=1e-3)


def test_blur_spreads_a_point_by_at_most_its_strength():
    point = np.zeros((SIZE, SIZE, 3), np.float32)
    point[32, 32] = 255
    deviations = []
    place = np.arange(SIZE) - 32
    for one in in_a_dataset(looks("blurred", tf.constant(point)), SEEDS):
        np.testing.assert_allclose(one.sum(), 3 * 255, rtol=1e-4)
        np.testing.assert_allclose(one[..., 0], one[..., 0].T, atol=1e-3)
        deviations.append(np.sqrt((one[..., 0].sum(0) * place**2).sum() / 255))
    # Strength 4 means 4 pixels of a 128-px crop: 2 of this one. Taps end at 2.5 deviations.
    assert 1.7 < max(deviations) <= 2.0


def test_noise_has_mean_zero_and_at_most_its_strength():
    grey = tf.fill([SIZE, SIZE, 3], 128.0)
    noise = np.array(in_a_dataset(looks("noised", grey), SEEDS)) - 128
    deviations = noise.std(axis=(1, 2, 3)) / 255
    assert deviations.max() <= 0.102
    assert deviations.max() > 0.09
    np.testing.assert_allclose(deviations.mean(), 0.05, atol=0.01)
    shares = noise.mean(axis=(1, 2, 3)) / noise.std(axis=(1, 2, 3))
    assert abs(shares.mean()) < 0.004  # 1.4 million values: five standard errors


def test_noise_of_neighbours_and_channels_is_independent():
    grey = tf.fill([SIZE, SIZE, 3], 128.0)
    noise = photometric.noised(grey, 0.1, tf.constant([3, 1])).numpy() - 128
    pairs = [(noise[:, 1:], noise[:, :-1]), (noise[1:], noise[:-1])]
    pairs.append((noise[..., 1:], noise[..., :-1]))
    for one, other in pairs:
        assert abs(np.corrcoef(one.ravel(), other.ravel())[0, 1]) < 0.05


def test_jpeg_stays_close_to_the_picture():
    for one in in_a_dataset(looks("jpegged"), SEEDS[:20]):
        assert np.abs(one - CROP.numpy()).mean() < 10


def test_a_quarter_loses_fine_details_when_pictures_are_shrunk():
    stripes = tf.constant(np.tile([[[0.0], [255.0]]], (SIZE, SIZE // 2, 3)), tf.float32)
    varied = in_a_dataset(lambda seed: photometric.jpegged(stripes, 100, seed, 8.0), SEEDS)
    contrast = np.array([one.std() for one in varied])
    assert 0.1 < (contrast < 60).mean() < 0.35
    assert (contrast > 100).mean() > 0.65


def test_shrinking_moves_nothing():
    square = np.zeros((SIZE, SIZE, 3), np.float32)
    square[20:36, 8:40] = 200
    for one in in_a_dataset(lambda seed: photometric.jpegged(square, 90, seed, 4.0), SEEDS[:30]):
        light = one.mean(-1)
        assert abs(light.sum(1) @ np.arange(SIZE) / light.sum() - 27.5) < 0.4
        assert abs(light.sum(0) @ np.arange(SIZE) / light.sum() - 23.5) < 0.4


def test_cut_out_is_a_rectangle_of_one_colour():
    sides = []
    for one in in_a_dataset(looks("cut_out"), SEEDS):
        rows, columns = np.nonzero((one != CROP.numpy()).any(-1))
        if not len(rows):
            continue
        patch = one[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
        assert np.ptp(patch, axis=(0, 1)).max() == 0
        sides += patch.shape[:2]
    assert max(sides) <= 0.4 * SIZE + 1
    assert max(sides) > 0.3 * SIZE
