"""The order of the samples: endless, shuffled anew in every epoch, the same for a seed.

The position in the stream is all the state there is, so that a resumed training starts in its
middle, and several workers share it without talking to each other.
"""

from __future__ import annotations

from collections.abc import Sequence

import tensorflow as tf

from handpose.config import Config
from handpose.errors import UsageError
from handpose.records.reader import Records

_BUFFER = 1024
_SHARDS_AT_ONCE = 8


def share_of_batch(config: Config, workers: int) -> int:
    """How many samples of each global batch every worker gets; raises UsageError for a rest."""
    if config.batch_size % workers:
        raise UsageError(
            f"--batch_size={config.batch_size}: a multiple of the {workers} workers expected"
        )
    return config.batch_size // workers


def endless(records: Sequence[Records], seed: int, start: int = 0) -> tf.data.Dataset:
    """(position, serialised Example) pairs from position `start` on.

    Several record folders are mixed in proportion to their sizes.
    """
    files = [str(file) for one in records for file in one.files]
    count = sum(one.count for one in records)
    first_epoch, skip = divmod(start, count)
    epochs = tf.data.Dataset.range(first_epoch, tf.int64.max)
    samples = epochs.flat_map(lambda epoch: _epoch(files, seed, epoch)).skip(skip)
    return samples.enumerate(start)


def _epoch(files: list[str], seed: int, epoch: tf.Tensor) -> tf.data.Dataset:
    order = tf.random.experimental.stateless_shuffle(tf.constant(files), [seed, epoch])
    samples = tf.data.Dataset.from_tensor_slices(order).interleave(
        tf.data.TFRecordDataset, cycle_length=_SHARDS_AT_ONCE
    )
    return _shuffled(samples, tf.constant(seed, tf.int64), epoch + 1)


def _shuffled(samples: tf.data.Dataset, seed: tf.Tensor, seed2: tf.Tensor) -> tf.data.Dataset:
    """Serialised Examples in an order that the two seeds alone decide."""
    # Dataset.shuffle mixes in TensorFlow's global seed, with which it takes no tensor as its own.
    variant = tf.raw_ops.ShuffleDataset(
        input_dataset=tf.data.experimental.to_variant(samples),
        buffer_size=tf.constant(_BUFFER, tf.int64),
        seed=seed,
        seed2=seed2,
        reshuffle_each_iteration=False,
        output_types=[tf.string],
        output_shapes=[[]],
    )
    return tf.data.experimental.from_variant(variant, samples.element_spec)
