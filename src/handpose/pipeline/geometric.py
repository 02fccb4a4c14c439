"""Augmentation that moves the hand: each a pure function of a seed (2,) and its strength.

Those of the crop change the square or the map before the picture is warped, once, so that
nothing is interpolated twice.
"""

from __future__ import annotations

import tensorflow as tf


def noisy_keypoints(keypoints: tf.Tensor, sigma: float, seed: tf.Tensor) -> tf.Tensor:
    """Keypoints (21, 2) with normal noise; sigma in image pixels. It moves the labels."""
    return keypoints + sigma * tf.random.stateless_normal(tf.shape(keypoints), seed)


def noisy_centre(square: tf.Tensor, sigma: float, seed: tf.Tensor) -> tf.Tensor:
    """A square (3,) whose centre has normal noise; sigma in image pixels."""
    noise = sigma * tf.random.stateless_normal([2], seed)
    return square + tf.concat([noise, [0.0]], axis=0)


def scaled(square: tf.Tensor, strength: float, seed: tf.Tensor) -> tf.Tensor:
    """A square (3,) whose side is multiplied by (1 + strength) ** U(-1, 1)."""
    factor = tf.pow(1.0 + strength, _uniform(seed, -1.0, 1.0))
    return square * tf.stack([1.0, 1.0, factor])


def anywhere(square: tf.Tensor, seed: tf.Tensor) -> tf.Tensor:
    """Any square (3,) inside of a square: 0.3 to 1 of its side."""
    drawn = tf.random.stateless_uniform([3], seed)
    side = square[2] * (0.3 + 0.7 * drawn[2])
    return tf.concat([square[:2] + (drawn[:2] - 0.5) * (square[2] - side), [side]], axis=0)


def shifted(square: tf.Tensor, strength: float, seed: tf.Tensor) -> tf.Tensor:
    """A square (3,) moved along each axis by up to `strength` of its side."""
    shift = tf.random.stateless_uniform([2], seed, -strength, strength) * square[2]
    return square + tf.concat([shift, [0.0]], axis=0)


def turn(strength: float, seed: tf.Tensor) -> tf.Tensor:
    """Degrees, uniform between -strength and strength."""
    return _uniform(seed, -strength, strength)


def mirrors(share: float, seed: tf.Tensor) -> tf.Tensor:
    """True for `share` of the seeds."""
    return _uniform(seed, 0.0, 1.0) < share


def mirrored_map(image_to_crop: tf.Tensor, size: int) -> tf.Tensor:
    """The map (2, 3) to the crop seen in a mirror: x becomes size - x."""
    flip = tf.constant([[-1.0], [1.0]])
    return image_to_crop * flip + tf.constant([[0.0, 0.0, size], [0.0, 0.0, 0.0]])


def mirrored_handedness(handedness: tf.Tensor) -> tf.Tensor:
    """Left (0) and right (1) change places; unknown (-1) stays. The keypoints keep their order."""
    return tf.where(handedness >= 0, 1 - handedness, handedness)


def _uniform(seed: tf.Tensor, low: float, high: float) -> tf.Tensor:
    return tf.random.stateless_uniform([], seed, low, high)
