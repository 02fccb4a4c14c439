"""Batches of scenes for training, of whole pictures for evaluation.

A batch is a dictionary; n = 36 places for hands, in no order:
  image       (batch, s, s, 3) float32 RGB 0..255, s = config.input_size
  boxes       (batch, n, 4) float32 x, y, w, h, scene pixels: tight round the labelled keypoints,
              cut to where their picture is shown
  angles      (batch, n) float32, degrees clockwise from up, from wrist to middle MCP
  clear       (batch, n) float32 0..1, less where wrist and MCP nearly coincide
  kind        (batch, n) int32: 1 a hand, 0 nothing, -1 a hand so small, cut or hidden that it
              may be found or not
"""

from __future__ import annotations

from collections.abc import Sequence

import tensorflow as tf

from handpose.config import Config
from handpose.detection.pictures import Pictures, square_picture
from handpose.detection.scenes import scene
from handpose.pipeline.stream import endless, share_of_batch
from handpose.records.reader import Records

# Decoding is what costs most, so that many pictures are decoded for many scenes.
PICTURES, SCENES = 16, 8


def scene_batches(
    config: Config,
    records: Sequence[Records],
    start_iteration: int = 0,
    shard: tuple[int, int] = (0, 1),
) -> tf.data.Dataset:
    """Endless batches of scenes, the same for a seed.

    start_iteration: how many global batches are already behind; shard: (index, count) of this
    worker, which gets every count-th scene of each global batch of `config.batch_size`.
    """
    index, count = shard
    share = share_of_batch(config, count)
    start = start_iteration * config.batch_size
    groups, behind = divmod(start, SCENES)
    pictures = _groups(config, records, groups).flat_map(_repeated).skip(behind)

    def drawn(position: tf.Tensor, pictures: Pictures) -> dict[str, tf.Tensor]:
        seed = tf.stack([tf.constant(config.seed, tf.int64), position])
        return scene(pictures, config, seed)

    scenes = pictures.enumerate(start).shard(count, index)
    scenes = scenes.map(drawn, tf.data.AUTOTUNE, deterministic=True)
    return scenes.batch(share, drop_remainder=True).prefetch(4)


def _groups(config: Config, records: Sequence[Records], first: int) -> tf.data.Dataset:
    """`Pictures`, 16 at a time, from group `first` on."""
    samples = endless(records, config.seed, first * PICTURES)
    pictures = samples.map(
        lambda _, serialized: square_picture(serialized), tf.data.AUTOTUNE, deterministic=True
    )
    return pictures.batch(PICTURES, drop_remainder=True).prefetch(1)


def _repeated(pictures: Pictures) -> tf.data.Dataset:
    return tf.data.Dataset.from_tensors(pictures).repeat(SCENES)
