"""Records as the parts that scenes are made of: square pictures, their hands, smaller copies."""

from __future__ import annotations

from typing import NamedTuple

import tensorflow as tf

from handpose.pipeline.crop import decode, image_to_crop, invert, transform, warp
from handpose.records.schema import parse_hands

# Side of the pictures, as they are rendered.
SIDE = 320
# Copies at the whole, the half and the quarter, for pictures that a scene shows small.
LEVELS = 3


class Pictures(NamedTuple):
    """A square picture, or n of them with one more axis in front, and what is known of it.

    levels: (320, 320, 3), (160, 160, 3) and (80, 80, 3) uint8 RGB.
    keypoints: (2, 21, 2) uv, pixels of the first level; labelled, seen: (2, 21) bool.
    """

    levels: tuple[tf.Tensor, ...]
    keypoints: tf.Tensor
    labelled: tf.Tensor
    seen: tf.Tensor


def square_picture(serialized: tf.Tensor) -> Pictures:
    """A record's picture, letterboxed, and the keypoints of its hands in it."""
    hands = parse_hands(serialized)
    image = decode(hands["image"])
    size = tf.shape(image)[:2]
    height, width = tf.unstack(tf.cast(size, tf.float32))
    to_square = image_to_crop(tf.stack([width / 2, height / 2, tf.maximum(width, height)]), SIDE)
    picture = tf.cond(
        tf.reduce_all(size == SIDE), lambda: image, lambda: _letterboxed(image, to_square)
    )
    keypoints = transform(to_square, tf.reshape(hands["keypoints"], [-1, 2]))
    keypoints = tf.reshape(keypoints, hands["keypoints"].shape)
    levels = [tf.ensure_shape(picture, [SIDE, SIDE, 3])]
    for _ in range(LEVELS - 1):
        levels.append(_halved(levels[-1]))
    return Pictures(tuple(levels), keypoints, hands["labelled"], hands["seen"])


def _letterboxed(image: tf.Tensor, to_square: tf.Tensor) -> tf.Tensor:
    return tf.cast(tf.round(warp(image, invert(to_square), SIDE)), tf.uint8)


def _halved(picture: tf.Tensor) -> tf.Tensor:
    # Halfway between four pixels this is their mean, in a tenth of a pool's time.
    half = picture.shape[0] // 2
    means = tf.raw_ops.ResizeBilinear(
        images=picture[None], size=[half, half], half_pixel_centers=True
    )
    return tf.cast(tf.round(means[0]), tf.uint8)
