"""Augmentation that changes how the hand looks, not where it is.

Each is a pure function of a crop (size, size, 3) float32 0..255, its strength and a seed (2,);
strength 0 (JPEG: quality 100) gives the crop back unchanged.
"""

from __future__ import annotations

import numpy as np
import tensorflow as tf

# How many taps on each side of the blur's centre, in standard deviations.
_REACH = 2.5
_LUMA = (0.299, 0.587, 0.114)
# NTSC's luma and two chromas, in which a change of hue is a turn.
_TO_YIQ = np.array([_LUMA, (0.5959, -0.2746, -0.3213), (0.2115, -0.5227, 0.3112)], np.float32)
_FROM_YIQ = np.linalg.inv(_TO_YIQ)
_MOST_SATURATED = 1.5
# Of the sum of two bytes, each uniform over 256 values.
_STD_OF_PAIRS = (2 * (256**2 - 1) / 12) ** 0.5


def coloured(crop: tf.Tensor, strength: float, seed: tf.Tensor) -> tf.Tensor:
    """Gain per channel, contrast about the mean and brightness, each in proportion to strength."""
    if strength == 0:
        return crop
    drawn = tf.random.stateless_uniform([6], seed, -strength, strength)
    gain = (1 + drawn[0]) * (1 + drawn[1:4] / 2)
    scale = gain * (1 + drawn[4])
    offset = tf.reduce_mean(crop) * (gain - scale) + 64 * drawn[5]
    return _clipped(_each_channel(crop, scale, offset))


def _each_channel(crop: tf.Tensor, scale: tf.Tensor, offset: tf.Tensor) -> tf.Tensor:
    """crop * scale + offset with a number per channel (3,)."""
    # Whole rows are twice as fast as three channels at a time.
    size = crop.shape[0]
    rows = tf.reshape(crop, [size, 3 * size])
    changed = rows * tf.tile(scale, [size]) + tf.tile(offset, [size])
    return tf.reshape(changed, crop.shape)


def recoloured(crop: tf.Tensor, share: float, seed: tf.Tensor) -> tf.Tensor:
    """Any hue and 0 to 1.5 times the saturation for `share` of the seeds; the luma stays.

    Rendered hands can be told from what is behind them by the colour of skin, photographed ones
    often cannot.
    """
    if share == 0:
        return crop
    draws = tf.random.stateless_uniform([3], seed)
    angle, saturation = 2 * np.pi * draws[1], _MOST_SATURATED * draws[2]
    return tf.cond(draws[0] < share, lambda: _hue_turned(crop, angle, saturation), lambda: crop)


def _hue_turned(crop: tf.Tensor, angle: tf.Tensor, saturation: tf.Tensor) -> tf.Tensor:
    cos, sin = saturation * tf.cos(angle), saturation * tf.sin(angle)
    turn = tf.reshape(tf.stack([1, 0, 0, 0, cos, -sin, 0, sin, cos]), [3, 3])
    change = _FROM_YIQ @ turn @ _TO_YIQ
    changed = tf.reshape(crop, [-1, 3]) @ tf.transpose(change)
    return _clipped(tf.reshape(changed, crop.shape))


def greyed(crop: tf.Tensor, share: float, seed: tf.Tensor) -> tf.Tensor:
    """Grey for `share` of the seeds (ITU-R BT.601 luma)."""
    if share == 0:
        return crop
    return tf.cond(_uniform(seed) < share, lambda: _luma(crop), lambda: crop)


def _luma(crop: tf.Tensor) -> tf.Tensor:
    to_grey = tf.constant([[weight] * 3 for weight in _LUMA])
    return tf.reshape(tf.reshape(crop, [-1, 3]) @ to_grey, crop.shape)


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
    """Noise, std uniform up to `strength` (white = 1), all pixels and channels independent."""
    if strength == 0:
        return crop
    seeds = tf.random.experimental.stateless_split(seed, 2)
    std = 255 * strength * _uniform(seeds[0])
    return _clipped(crop + std * _standard_noise(crop.shape, seeds[1]))


def _standard_noise(shape: tf.TensorShape, seed: tf.Tensor) -> tf.Tensor:
    """Values of mean 0 and std 1 with a triangular density, drawn as sums of two bytes.

    Four bytes come from each random word, so that this takes a quarter of the time of normal
    noise, which was the slowest part of the pipeline after the decoding.
    """
    size = shape.num_elements()
    words = tf.random.stateless_uniform([2, -(-size // 4)], seed, None, None, tf.int32)
    octets = tf.reshape(tf.bitcast(words, tf.int8), [2, -1])[:, :size]
    pairs = tf.cast(octets[0], tf.int16) + tf.cast(octets[1], tf.int16)
    return tf.reshape((tf.cast(pairs, tf.float32) + 1.0) / _STD_OF_PAIRS, shape)


def jpegged(crop: tf.Tensor, lowest: int, seed: tf.Tensor, shrink: float = 1.0) -> tf.Tensor:
    """Half of the seeds pass through JPEG of a quality between `lowest` and 100.

    Half of those are shrunk before, up to `shrink` times, and enlarged again: a small hand in a
    compressed video has few details, and blocks as large as fingers.
    """
    if lowest >= 100 and shrink <= 1:
        return crop
    draws = tf.random.stateless_uniform([3], seed)
    quality = tf.cast(lowest + draws[1] * (100 - lowest), tf.int32)
    times = 1 + (shrink - 1) * (2 * draws[2] - 1)
    return tf.case(
        [
            (draws[0] >= 0.5, lambda: crop),
            (times > 1, lambda: _through_small_jpeg(crop, quality, times)),
        ],
        default=lambda: _through_jpeg(crop, quality),
    )


def _through_small_jpeg(crop: tf.Tensor, quality: tf.Tensor, times: tf.Tensor) -> tf.Tensor:
    side = tf.cast(tf.round(crop.shape[0] / times), tf.int32)
    small = _through_jpeg(tf.image.resize(crop, [side, side], "area"), quality)
    return tf.ensure_shape(tf.image.resize(small, crop.shape[:2]), crop.shape)


def _through_jpeg(crop: tf.Tensor, quality: tf.Tensor) -> tf.Tensor:
    pixels = tf.cast(tf.round(crop), tf.uint8)
    encoded = tf.raw_ops.EncodeJpegVariableQuality(images=pixels, quality=quality)
    decoded = tf.io.decode_jpeg(encoded, channels=3)
    return tf.ensure_shape(tf.cast(decoded, tf.float32), crop.shape)


def cut_out(crop: tf.Tensor, strength: float, seed: tf.Tensor) -> tf.Tensor:
    """A rectangle of one colour for half of the seeds; its sides up to `strength` of the crop."""
    if strength == 0:
        return crop
    draws = tf.random.stateless_uniform([8], seed)
    return tf.cond(draws[0] < 0.5, lambda: _patched(crop, draws[1:], strength), lambda: crop)


def _patched(crop: tf.Tensor, draws: tf.Tensor, strength: float) -> tf.Tensor:
    size = crop.shape[0]
    height, width = tf.unstack(draws[0:2] * strength * size)
    row, column = tf.unstack(draws[2:4] * size)
    place = tf.range(size, dtype=tf.float32) + 0.5
    rows = tf.abs(place - row) < height / 2
    columns = tf.abs(place - column) < width / 2
    patch = (rows[:, None] & columns)[..., None]
    return tf.where(patch, 255 * draws[4:7], crop)


def _uniform(seed: tf.Tensor) -> tf.Tensor:
    return tf.random.stateless_uniform([], seed)


def _clipped(crop: tf.Tensor) -> tf.Tensor:
    return tf.clip_by_value(crop, 0.0, 255.0)
