"""Which pictures a scene shows, where, how large and how turned: drawn at random.

A scene is a stack of layers, each a picture seen through a rectangle of whole pixels. The first 16
tile the scene, from 1 x 1 to 4 x 4, or a strip of it with black beside, as letterboxed
photographs have; two more may lie on them. Layers that are not used are empty rectangles.
"""

from __future__ import annotations

from typing import NamedTuple

import tensorflow as tf

from handpose.detection.pictures import SIDE

MOST_TILES, PASTED = 4, 2
LAYERS = MOST_TILES**2 + PASTED
# Shares of scenes with 1, 2, 3 and 4 tiles a side: few, as each of the last holds 16 small hands.
_TILES = (0.68, 0.19, 0.08, 0.05)
_UNEVEN = 0.2  # how far a border between tiles moves at most / a tile's side
_LETTERBOXED = 0.35
_ASPECTS = (16 / 9, 3 / 2, 4 / 3, 3 / 4, 9 / 16)
_PASTED_SHARE = 0.25
_PASTED_SIDE = (0.12, 0.5)  # / the scene's side
_MOST_ZOOM = 1.6


class Layout(NamedTuple):
    """The layers of a scene, bottom first.

    rectangles: (18, 4) int32 left, top, right, bottom, scene pixels; to_scene: (18, 2, 3) affine
    maps from the pixels of a picture's first level to the scene.
    """

    rectangles: tf.Tensor
    to_scene: tf.Tensor


def random_layout(size: int, turn: float, mirror: float, seed: tf.Tensor) -> Layout:
    """A layout of a scene of `size` pixels; turn: degrees at most; mirror: share; seed: (2,)."""
    seeds = tf.unstack(tf.random.experimental.stateless_split(seed, 5), num=5)
    tiles = _tiles(_frame(size, seeds[0]), seeds[1])
    rectangles = tf.concat([tiles, _pasted(size, seeds[2])], axis=0)
    rectangles = tf.cast(tf.round(rectangles), tf.int32)
    return Layout(rectangles, _maps(rectangles, turn, mirror, seeds[3]))


def _frame(size: int, seed: tf.Tensor) -> tf.Tensor:
    """The part (4,) left, top, right, bottom of a scene that is not black."""
    draws = tf.random.stateless_uniform([2], seed)
    aspect = tf.gather(_ASPECTS, tf.cast(draws[1] * len(_ASPECTS), tf.int32))
    aspect = tf.where(draws[0] < _LETTERBOXED, aspect, 1.0)
    sides = tf.stack([tf.minimum(aspect, 1.0), tf.minimum(1 / aspect, 1.0)]) * size
    return tf.concat([(size - sides) / 2, (size + sides) / 2], axis=0)


def _tiles(frame: tf.Tensor, seed: tf.Tensor) -> tf.Tensor:
    """The rectangles (16, 4) that tile a frame; those that are too many are empty."""
    draws = tf.random.stateless_uniform([3 + 2 * MOST_TILES], seed)
    most = 1 + tf.reduce_sum(tf.cast(draws[0] > tf.cumsum(_TILES)[:-1], tf.float32))
    sides = frame[2:] - frame[:2]
    counts = tf.maximum(tf.round(most * sides / tf.reduce_max(sides)), 1.0)
    uneven = _UNEVEN * (2 * tf.reshape(draws[3:], [2, MOST_TILES]) - 1)
    x, y = (frame[axis] + sides[axis] * _borders(counts[axis], uneven[axis]) for axis in range(2))
    left, top = tf.meshgrid(x[:-1], y[:-1])
    right, bottom = tf.meshgrid(x[1:], y[1:])
    return tf.reshape(tf.stack([left, top, right, bottom], axis=-1), [-1, 4])


def _borders(count: tf.Tensor, uneven: tf.Tensor) -> tf.Tensor:
    """Where tiles begin and end (5,), 0..1, of `count` in a row; the rest is at 1."""
    places = tf.range(MOST_TILES + 1, dtype=tf.float32)
    moved = places + tf.concat([[0.0], uneven], axis=0)
    return tf.where(places < count, moved / count, 1.0)


def _pasted(size: int, seed: tf.Tensor) -> tf.Tensor:
    """Rectangles (2, 4) somewhere in the scene; most are empty."""
    draws = tf.random.stateless_uniform([PASTED, 5], seed)
    low, high = (tf.math.log(share * size) for share in _PASTED_SIDE)
    sides = tf.exp(low + (high - low) * draws[:, :2])
    sides = tf.where(draws[:, 2:3] < _PASTED_SHARE, sides, 0.0)
    start = draws[:, 3:5] * (size - sides)
    return tf.concat([start, start + sides], axis=1)


def _maps(rectangles: tf.Tensor, turn: float, mirror: float, seed: tf.Tensor) -> tf.Tensor:
    """Maps (18, 2, 3) from pictures to the scene that fill their rectangles (18, 4)."""
    draws = tf.random.stateless_uniform([LAYERS, 5], seed)
    radians = turn * (3.141592653589793 / 180) * (2 * draws[:, 0] - 1)
    corners = tf.cast(rectangles, tf.float32)
    sides, middle = corners[:, 2:] - corners[:, :2], (corners[:, 2:] + corners[:, :2]) / 2
    cos, sin = tf.abs(tf.cos(radians)), tf.abs(tf.sin(radians))
    # The rectangle's width and height along the picture's axes.
    across = tf.stack([sides[:, 0] * cos + sides[:, 1] * sin,
                       sides[:, 0] * sin + sides[:, 1] * cos], axis=-1)  # fmt: skip
    zoom = tf.pow(_MOST_ZOOM, draws[:, 1])
    scale = tf.reduce_max(across, axis=-1) * zoom / SIDE
    free = tf.math.divide_no_nan(across, scale[:, None])
    shown = SIDE / 2 + (draws[:, 2:4] - 0.5) * (SIDE - free)
    linear = scale[:, None, None] * _turned(radians, draws[:, 4] < mirror)
    shift = middle - tf.linalg.matvec(linear, shown)
    return tf.concat([linear, shift[..., None]], axis=-1)


def _turned(radians: tf.Tensor, mirrored: tf.Tensor) -> tf.Tensor:
    """Turns (n, 2, 2) clockwise as seen, some in a mirror."""
    cos, sin = tf.cos(radians), tf.sin(radians)
    flip = tf.where(mirrored, -1.0, 1.0)
    return tf.stack(
        [tf.stack([flip * cos, -sin], axis=-1), tf.stack([flip * sin, cos], axis=-1)], axis=-2
    )
