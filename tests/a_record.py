"""One record as the pipeline reads it, made in memory."""

import numpy as np
import tensorflow as tf

from handpose.pictures import encode_png


def a_record(image=None, **changes):
    """A parsed record of a 320x240 picture: a hand of 21 keypoints inside it, all visible."""
    rng = np.random.default_rng(0)
    image = np.full((240, 320, 3), 128, np.uint8) if image is None else image
    yes = np.ones(21, bool)
    fields = {
        "image": encode_png(image),
        "height": np.int32(image.shape[0]),
        "width": np.int32(image.shape[1]),
        "keypoints": rng.uniform((100, 60), (220, 180), (21, 2)).astype(np.float32),
        "labelled": yes,
        "visible": yes,
        "handedness": np.int32(1),
        "present": np.bool_(True),
        "root": b"wrist",
        "source": b"RHD",
        "name": b"a.png",
        "attributes": b"{}",
    }
    return {key: tf.constant(value) for key, value in (fields | changes).items()}


def in_a_dataset(function, seeds):
    """What `function(seed)` gives inside tf.data for each of the seeds (n, 2)."""
    dataset = tf.data.Dataset.from_tensor_slices(tf.constant(seeds, tf.int64))
    return list(dataset.map(function).as_numpy_iterator())
