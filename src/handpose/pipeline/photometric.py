"""Augmentation that changes how the hand looks, not where it is.

Each is a pure function of a crop (size, size, 3) float32 0..255, its strength and a seed (2,);
strength 0 (JPEG: quality 100) gives the crop back unchanged.
"""

from __future__ import annotations

import tensorflow as tf

# How many taps on each side of the blur's centre, in standard deviations.
_REACH = 2.5
_LUMA = (0.299, 0.587, 0.114)


def coloured(crop: tf.Tensor, strength: float, seed: tf.Tensor) -> tf.Tensor:
    """Gain per channel, contrast about the mean and brightness, each in proportion to strength."""
    if strength == 0:
        return crop
    drawn = tf.random.stateless_uniform([6], seed, -strength, strength)
    gain = (1 + drawn[0]) * (1 + drawn[1:4] / 2)
    mean = tf.reduce_mean(crop)
    return _clipped((crop - mean) * (1 + drawn[4]) * gain + mean * gain + 64 * drawn[5])


def greyed(crop: tf.Tensor, share: float, seed: tf.Tensor) -> tf.Tensor:
    """Grey for `share` of the seeds (ITU-R BT.601 luma)."""
    grey = tf.reduce_sum(crop * _LUMA, axis=-1, keepdims=True)
    return tf.where(_uniform(seed) < share, tf.broadcast_to(grey, tf.shape(crop)), crop)


def blurred(crop: tf.Tensor, strength: float, seed: tf.Tensor) -> tf.Tensor:
    """Gaussian blur for half of the seeds; std up to `strength`, pixels of a 128-px crop."""
    if strength == 0:
        return crop
    largest = strength * crop.shape[0] / 128
    draws = tf.random.stateless_uniform([2], seed)
    return tf.cond(
        draws[0] < 0.5, lambda: _gaussian_blur(crop, draws[1] * largest, largest), lambda: crop
    )


def _gaussian_blur(crop: tf.Tensor, sigma: tf.Tensor, largest: float) -> tf.Tensor:
    reach = max(1, round(_REACH * largest))
    taps = tf.range(-reach, reach + 1, dtype=tf.float32)
    kernel = tf.nn.softmax(-tf.square(taps) / (2 * tf.square(tf.maximum(sigma, 1e-2))))
    kernel = tf.tile(kernel[:, None, None, None], [1, 1, 3, 1])
    padded = tf.pad(crop, [[reach, reach], [reach, reach], [0, 0]], "SYMMETRIC")[None]
    down = tf.nn.depthwise_conv2d(padded, kernel, [1, 1, 1, 1], "VALID")
    across = tf.nn.depthwise_conv2d(down, tf.transpose(kernel, [1, 0, 2, 3]), [1, 1, 1, 1], "VALID")
    return tf.ensure_shape(across[0], crop.shape)


def noised(crop: tf.Tensor, strength: float, seed: tf.Tensor) -> tf.Tensor:
    """Normal noise, std uniform up to `strength` (white = 1)."""
    if strength == 0:
        return crop
    seeds = tf.random.experimental.stateless_split(seed, 2)
    std = 255 * strength * _uniform(seeds[0])
    return _clipped(crop + std * tf.random.stateless_normal(crop.shape, seeds[1]))


def jpegged(crop: tf.Tensor, lowest: int, seed: tf.Tensor) -> tf.Tensor:
    """Half of the seeds pass through JPEG of a quality between `lowest` and 100."""
    if lowest >= 100:
        return crop
    draws = tf.random.stateless_uniform([2], seed)
    quality = tf.cast(lowest + draws[1] * (100 - lowest), tf.int32)
    return tf.cond(draws[0] < 0.5, lambda: _through_jpeg(crop, quality), lambda: crop)


def _through_jpeg(crop: tf.Tensor, quality: tf.Tensor) -> tf.Tensor:
    pixels = tf.cast(tf.round(crop), tf.uint8)
    encoded = tf.raw_ops.EncodeJpegVariableQuality(images=pixels, quality=quality)
    return tf.ensure_shape(tf.cast(tf.io.decode_jpeg(encoded, channels=3), tf.float32), crop.shape)


def cut_out(crop: tf.Tensor, strength: float, seed: tf.Tensor) -> tf.Tensor:
    """A rectangle of one colour for half of the seeds; its sides up to `strength` of the crop."""
    size = crop.shape[0]
    draws = tf.random.stateless_uniform([8], seed)
    sides = draws[1:3] * strength * size * tf.cast(draws[0] < 0.5, tf.float32)
    centre = draws[3:5] * size
    place = tf.range(size, dtype=tf.float32) + 0.5
    rows = tf.abs(place - centre[0]) < sides[0] / 2
    columns = tf.abs(place - centre[1]) < sides[1] / 2
    patch = (rows[:, None] & columns)[..., None]
    return tf.where(patch, 255 * draws[5:8], crop)


def _uniform(seed: tf.Tensor) -> tf.Tensor:
    return tf.random.stateless_uniform([], seed)


def _clipped(crop: tf.Tensor) -> tf.Tensor:
    return tf.clip_by_value(crop, 0.0, 255.0)
