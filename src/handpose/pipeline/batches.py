"""Batches for training and evaluation.

A batch is a dictionary:
  image            (batch, s, s, 3) float32 RGB 0..255, s = config.input_size
  keypoints        (batch, 21, 2) float32 uv, crop pixels, pixel centres at +0.5
  weight           (batch, 21) float32, 0 where not labelled (or hidden, with train_vis=False;
                   in training also outside the crop)
  labelled, visible (batch, 21) bool
  handedness       (batch,) int32: 0 left, 1 right, -1 unknown
  present          (batch,) bool: the picture shows a hand
  crop_to_image    (batch, 2, 3) float32 affine map from crop to image uv
  image_keypoints  (batch, 21, 2) float32 uv, image pixels
  image_size       (batch, 2) int32 height, width
  name, source, root, attributes (batch,) string
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import tensorflow as tf

from handpose.config import Config
from handpose.pipeline.examples import Example, plain_example, training_example
from handpose.pipeline.stream import endless, share_of_batch
from handpose.records.locate import LIVE
from handpose.records.reader import Records, raw_dataset
from handpose.records.schema import parse


def training_batches(
    config: Config,
    records: Sequence[Records],
    start_iteration: int = 0,
    shard: tuple[int, int] = (0, 1),
) -> tf.data.Dataset:
    """Endless batches, the same for a seed, augmented when the configuration says so.

    start_iteration: how many global batches are already behind; shard: (index, count) of this
    worker, which gets every count-th sample of each global batch of `config.batch_size`.
    """
    index, count = shard
    share = share_of_batch(config, count)
    samples = _samples(config, records, start_iteration * config.batch_size)

    def example(position: tf.Tensor, serialized: tf.Tensor) -> Example:
        seed = tf.stack([tf.constant(config.seed, tf.int64), position])
        return training_example(parse(serialized), config, seed)

    examples = samples.shard(count, index).map(example, tf.data.AUTOTUNE, deterministic=True)
    return examples.batch(share, drop_remainder=True).prefetch(4)


def _samples(config: Config, records: Sequence[Records], start: int) -> tf.data.Dataset:
    """(position, serialised Example) pairs from position `start` on."""
    if config.dataset_type != LIVE:
        return endless(records, config.seed, start)
    from handpose.synthesis.dataset.live import rendered_stream

    return rendered_stream(config, start)


def evaluation_batches(
    config: Config, records: Sequence[Records], turn: float = 0.0
) -> tf.data.Dataset:
    """Every sample once, in the records' order, unchanged; the last batch may be smaller.

    turn: degrees clockwise by which every crop is turned about its centre.
    """
    samples = raw_dataset([file for one in records for file in one.files])

    def example(serialized: tf.Tensor) -> dict[str, Any]:
        return plain_example(parse(serialized), config, turn)

    examples = samples.map(example, tf.data.AUTOTUNE, deterministic=True)
    return examples.batch(config.batch_size).prefetch(2)
