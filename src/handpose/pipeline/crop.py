"""Where the network looks: the crop rules of `geometry` for tensors, and the warp itself.

Every function works eagerly and inside tf.data; `tests/pipeline/test_crop.py` holds them
against the numpy implementation.
"""

from __future__ import annotations

import tensorflow as tf

from handpose.geometry import HAND3D_CROP, HAND3D_MAGNIFICATION, HAND3D_SIDE, HAND3D_SIDE_UNSEEN
from handpose.hand import MIDDLE_MCP

Record = dict[str, tf.Tensor]


def crop_square(record: Record, rule: str, scale: float) -> tf.Tensor:
    """Square (3,) centre x, centre y, side, image pixels, of a record's hand.

    rule: `hand3d` or `box`, as in `geometry.hand3d_square` and `geometry.square_round`.
    A picture without a hand gives its largest centred square.
    """
    if rule == "hand3d":
        square = _hand3d_square(record, scale)
    else:
        square = _box_square(record["keypoints"], record["labelled"], scale)
    return tf.where(tf.reduce_any(record["labelled"]), square, _whole(record))


def _hand3d_square(record: Record, scale: float) -> tf.Tensor:
    keypoints, visible = record["keypoints"], record["visible"]
    box = _box_square(keypoints, record["labelled"], 1.0)
    centre = tf.where(record["labelled"][MIDDLE_MCP], keypoints[MIDDLE_MCP], box[:2])
    size = tf.cast(tf.stack([record["width"], record["height"]]), tf.float32)
    reach = tf.abs(tf.clip_by_value(keypoints, 0.0, size) - centre)
    side = 2 * tf.reduce_max(tf.where(visible[:, None], reach, 0.0))
    side = tf.where(tf.reduce_any(visible), side, HAND3D_SIDE_UNSEEN) * scale
    side = tf.clip_by_value(side, *HAND3D_SIDE)
    side = HAND3D_CROP / tf.clip_by_value(HAND3D_CROP / side, *HAND3D_MAGNIFICATION)
    return tf.concat([centre, side[None]], axis=0)


def _box_square(keypoints: tf.Tensor, chosen: tf.Tensor, scale: float) -> tf.Tensor:
    low = tf.reduce_min(tf.where(chosen[:, None], keypoints, keypoints.dtype.max), axis=0)
    high = tf.reduce_max(tf.where(chosen[:, None], keypoints, keypoints.dtype.min), axis=0)
    side = tf.maximum(tf.reduce_max(high - low) * scale, 1.0)
    return tf.concat([low / 2 + high / 2, side[None]], axis=0)


def _whole(record: Record) -> tf.Tensor:
    width, height = (tf.cast(record[key], tf.float32) for key in ("width", "height"))
    return tf.stack([width / 2, height / 2, tf.minimum(width, height)])


def image_to_crop(square: tf.Tensor, size: int, turn: tf.Tensor | float = 0.0) -> tf.Tensor:
    """Affine map (2, 3) from image to crop uv; turn: degrees clockwise as seen."""
    angle = tf.cast(turn, tf.float32) * (3.141592653589793 / 180)
    scale = size / square[2]
    cos, sin = scale * tf.cos(angle), scale * tf.sin(angle)
    x, y, half = square[0], square[1], size / 2
    return tf.stack(
        [
            tf.stack([cos, -sin, half - cos * x + sin * y]),
            tf.stack([sin, cos, half - sin * x - cos * y]),
        ]
    )


def invert(affine: tf.Tensor) -> tf.Tensor:
    """The inverse (2, 3) of an affine map (2, 3)."""
    linear = tf.linalg.inv(affine[:, :2])
    return tf.concat([linear, -linear @ affine[:, 2:]], axis=1)


def transform(affine: tf.Tensor, points: tf.Tensor) -> tf.Tensor:
    """Points (n, 2) moved by an affine map (2, 3)."""
    return points @ tf.transpose(affine[:, :2]) + affine[:, 2]


def decode(encoded: tf.Tensor) -> tf.Tensor:
    """A JPEG or PNG as RGB uint8 (height, width, 3); grey and transparent ones as well."""
    image = tf.io.decode_image(encoded, channels=3, expand_animations=False)
    return tf.ensure_shape(image, [None, None, 3])


def warp(image: tf.Tensor, crop_to_image: tf.Tensor, size: int) -> tf.Tensor:
    """The crop (size, size, 3) float32 0..255 of an RGB uint8 image; black outside the image.

    crop_to_image: affine map (2, 3) from crop to image uv. Shrinking more than twofold is done
    on a picture averaged beforehand, so that no detail aliases.
    """
    shrink = tf.cast(tf.sqrt(tf.abs(tf.linalg.det(crop_to_image[:, :2]))), tf.int32)
    image, crop_to_image = tf.cond(
        shrink >= 2,
        lambda: _shrunk(image, crop_to_image, shrink),
        lambda: (image, crop_to_image),
    )
    # The operator counts pixels from their corners' indices: half a pixel off our centres.
    offset = crop_to_image[:, 2] + 0.5 * tf.reduce_sum(crop_to_image[:, :2], axis=1) - 0.5
    flat = tf.reshape(tf.concat([crop_to_image[:, :2], offset[:, None]], axis=1), [1, 6])
    crop = tf.raw_ops.ImageProjectiveTransformV3(
        images=image[None],
        transforms=tf.concat([flat, tf.zeros([1, 2])], axis=1),
        output_shape=[size, size],
        interpolation="BILINEAR",
        fill_mode="CONSTANT",
        fill_value=0.0,
    )
    return tf.cast(tf.ensure_shape(crop[0], [size, size, 3]), tf.float32)


def _shrunk(image: tf.Tensor, affine: tf.Tensor, by: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
    size = tf.shape(image)[:2]
    small = tf.maximum(size // by, 1)
    averaged = tf.image.resize(image, small, method="area")
    zoom = tf.cast(small / size, tf.float32)[::-1, None]
    return tf.cast(tf.round(averaged), tf.uint8), affine * zoom
