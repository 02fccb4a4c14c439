"""The order of the samples: endless, shuffled anew in every epoch, the same for a seed.

The position in the stream is all the state there is, so that a resumed training starts in its
middle, and several workers share it without talking to each other.
"""

from __future__ import annotations

from collections.abc import Sequence

import tensorflow as tf

from handpose.records.reader import Records

_BUFFER = 1024
_SHARDS_AT_ONCE = 8


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
    # A multiplier keeps neighbouring seeds from repeating each other's epochs.
    shuffle_seed = epoch + tf.constant(seed, tf.int64) * 1_000_003 + 1
    return samples.shuffle(_BUFFER, seed=shuffle_seed, reshuffle_each_iteration=False)
