"""One Sample as a tf.train.Example: encode and parse are each other's inverse."""

from __future__ import annotations

import json

import numpy as np
import tensorflow as tf

from handpose.hand import HANDEDNESS, NUM_KEYPOINTS
from handpose.sample import Sample

UNKNOWN_HAND = -1
# The feature that records of all hands of a picture have; earlier ones lack it.
OTHER = "other"


def encode(sample: Sample, image_size: tuple[int, int]) -> bytes:
    """A serialised Example; image_size is (height, width) of the decoded picture, pixels."""
    height, width = image_size
    features = {
        "image": _bytes(sample.image),
        "height": _ints([height]),
        "width": _ints([width]),
        "keypoints": _floats(sample.keypoints.ravel()),
        "labelled": _ints(sample.labelled),
        "visible": _ints(sample.visible),
        "handedness": _ints([handedness_code(sample.handedness)]),
        "present": _ints([sample.present]),
        "root": _bytes(sample.root.encode()),
        "source": _bytes(sample.source.encode()),
        "name": _bytes(sample.name.encode()),
        "attributes": _bytes(json.dumps(dict(sample.attributes), sort_keys=True).encode()),
    }
    if sample.other is not None:
        features[OTHER] = _floats(sample.other.ravel())
    example = tf.train.Example(features=tf.train.Features(feature=features))
    # Otherwise the order of the features, and so the shard's checksum, differs between runs.
    return example.SerializeToString(deterministic=True)


def parse(serialized: tf.Tensor) -> dict[str, tf.Tensor]:
    """The tensors of one serialised Example.

    image: encoded bytes; height, width: int32; keypoints: (21, 2) float32 uv, image pixels, 0
    where not labelled; labelled, visible: (21,) bool; handedness: int32, 0 left, 1 right,
    -1 unknown; present: bool; root, source, name, attributes (JSON): strings.
    """
    read = tf.io.parse_single_example(serialized, _FEATURES)
    labelled = tf.cast(read["labelled"], tf.bool)
    return {
        **{key: read[key] for key in ("image", "root", "source", "name", "attributes")},
        **{key: tf.cast(read[key], tf.int32) for key in ("height", "width", "handedness")},
        **{key: tf.cast(read[key], tf.bool) for key in ("labelled", "visible", "present")},
        # An unlabelled one may be NaN, which would pass a weight of 0 into the gradients.
        "keypoints": tf.where(labelled[:, None], read["keypoints"], 0.0),
    }


def parse_hands(serialized: tf.Tensor) -> dict[str, tf.Tensor]:
    """All hands of one serialised Example, which must have the feature `other`.

    image: encoded bytes; keypoints: (2, 21, 2) float32 uv, image pixels, 0 where not labelled;
    labelled, seen: (2, 21) bool. A hand that is not there has no labelled keypoint.
    """
    hand, read = parse(serialized), tf.io.parse_single_example(serialized, _OTHER)
    other = read[OTHER]
    labelled = tf.reduce_all(tf.math.is_finite(other), axis=1)
    keypoints = tf.where(labelled[:, None], other[:, :2], 0.0)
    return {
        "image": hand["image"],
        "keypoints": tf.stack([hand["keypoints"], keypoints]),
        "labelled": tf.stack([hand["labelled"], labelled]),
        "seen": tf.stack([hand["visible"], labelled & (other[:, 2] > 0)]),
    }


def handedness_code(handedness: str) -> int:
    """0 for a left hand, 1 for a right hand, -1 for unknown."""
    return HANDEDNESS.index(handedness) if handedness in HANDEDNESS else UNKNOWN_HAND


_TEXT = tf.io.FixedLenFeature([], tf.string)
_NUMBER = tf.io.FixedLenFeature([], tf.int64)
_FLAGS = tf.io.FixedLenFeature([NUM_KEYPOINTS], tf.int64)
_FEATURES = {
    **dict.fromkeys(("image", "root", "source", "name", "attributes"), _TEXT),
    **dict.fromkeys(("height", "width", "handedness", "present"), _NUMBER),
    **dict.fromkeys(("labelled", "visible"), _FLAGS),
    "keypoints": tf.io.FixedLenFeature([NUM_KEYPOINTS, 2], tf.float32),
}
_OTHER = {OTHER: tf.io.FixedLenFeature([NUM_KEYPOINTS, 3], tf.float32)}


def _bytes(value: bytes) -> tf.train.Feature:
    return tf.train.Feature(bytes_list=tf.train.BytesList(value=[value]))


def _ints(values: np.ndarray | list) -> tf.train.Feature:
    return tf.train.Feature(int64_list=tf.train.Int64List(value=[int(v) for v in values]))


def _floats(values: np.ndarray) -> tf.train.Feature:
    return tf.train.Feature(float_list=tf.train.FloatList(value=values.astype(np.float32)))
