"""The hands of a scene, from their keypoints: boxes, directions, and which of them count."""

from __future__ import annotations

import math
from typing import NamedTuple

import tensorflow as tf

from handpose.hand import MIDDLE_MCP, WRIST
from handpose.models.detector.targets import HAND, NOTHING, UNCOUNTED

# A hand that shows fewer keypoints, or is smaller, may be found or not.
LEAST_SEEN = 5
LEAST_SIDE = 7.0  # of 224 px
# From this length on, / the long side of the hand's box, the direction is as clear as can be.
_CLEAR = 0.25


class Hands(NamedTuple):
    """boxes: (n, 4) x, y, w, h, pixels; angles: (n,) degrees; clear: (n,) 0..1, kind: (n,) int32.

    See `batches.py`.
    """

    boxes: tf.Tensor
    angles: tf.Tensor
    clear: tf.Tensor
    kind: tf.Tensor


def hands_in(
    keypoints: tf.Tensor,
    labelled: tf.Tensor,
    shown: tf.Tensor,
    seen: tf.Tensor,
    rectangles: tf.Tensor,
    size: int,
) -> Hands:
    """Hands by keypoints (n, 21, 2) uv, pixels of a scene of `size`.

    labelled: (n, 21) bool; shown: those that lie where their picture is shown; seen: those of them
    that nothing hides. rectangles: (n, 4) left, top, right, bottom, where the picture is shown.
    The box is the smallest round all labelled keypoints, cut to its rectangle.
    """
    low, high = _round(keypoints, labelled)
    edges = tf.cast(rectangles, tf.float32)
    cut_low = tf.clip_by_value(low, edges[:, :2], edges[:, 2:])
    cut_high = tf.clip_by_value(high, edges[:, :2], edges[:, 2:])
    boxes = tf.concat([cut_low, cut_high - cut_low], axis=-1)
    angles, clear = _directions(keypoints, labelled, tf.reduce_max(high - low, axis=-1))
    kind = _kinds(boxes, shown & labelled, seen & shown & labelled, LEAST_SIDE * size / 224)
    return Hands(tf.where(kind[:, None] == NOTHING, 0.0, boxes), angles, clear, kind)


def _round(keypoints: tf.Tensor, labelled: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
    """The least and the greatest (n, 2) of the labelled keypoints (n, 21, 2); 0 without any."""
    chosen, none = labelled[..., None], ~tf.reduce_any(labelled, axis=1)[:, None]
    low = tf.reduce_min(tf.where(chosen, keypoints, keypoints.dtype.max), axis=1)
    high = tf.reduce_max(tf.where(chosen, keypoints, keypoints.dtype.min), axis=1)
    return tf.where(none, 0.0, low), tf.where(none, 0.0, high)


def _directions(
    keypoints: tf.Tensor, labelled: tf.Tensor, long_side: tf.Tensor
) -> tuple[tf.Tensor, tf.Tensor]:
    """Degrees (n,) clockwise from up, from wrist to middle MCP, and how clear (n,) they are."""
    x, y = tf.unstack(keypoints[:, MIDDLE_MCP] - keypoints[:, WRIST], axis=-1)
    known = labelled[:, MIDDLE_MCP] & labelled[:, WRIST]
    degrees = tf.math.floormod(tf.atan2(x, -y) * (180 / math.pi), 360.0)
    length = tf.math.divide_no_nan(tf.sqrt(x * x + y * y), long_side)
    return degrees, tf.where(known, tf.minimum(length / _CLEAR, 1.0), 0.0)


def _kinds(boxes: tf.Tensor, shown: tf.Tensor, seen: tf.Tensor, least: float) -> tf.Tensor:
    enough = tf.reduce_sum(tf.cast(seen, tf.int32), axis=1) >= LEAST_SEEN
    large = tf.reduce_max(boxes[:, 2:], axis=-1) >= least
    # Of a hand that is covered or cut away there is nothing to find.
    there = tf.where(enough & large, HAND, UNCOUNTED)
    return tf.where(tf.reduce_any(shown, axis=1), there, NOTHING)
