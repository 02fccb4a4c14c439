"""Batches for the strategy's replicas."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import tensorflow as tf

from handpose.config import Config
from handpose.pipeline.batches import training_batches
from handpose.records.reader import Records
from handpose.training.devices import Devices
from handpose.training.step import Batch

SHOWN = 8

# What losses read. Names and other texts would not go to a GPU.
_USED = ("image", "keypoints", "weight", "handedness", "present")


def distributed_batches(
    config: Config, records: Sequence[Records], devices: Devices, start: int
) -> Iterator[Batch]:
    """Endless batches from iteration `start` on, each worker's share divided over its devices."""

    def of_worker(context: tf.distribute.InputContext) -> tf.data.Dataset:
        shard = (context.input_pipeline_id, context.num_input_pipelines)
        batches = training_batches(config, records, start, shard).map(used_by_losses)
        each = config.batch_size // devices.replicas
        return batches.rebatch(each) if each * shard[1] < config.batch_size else batches

    return iter(devices.strategy.distribute_datasets_from_function(of_worker))


def first_pictures(config: Config, records: Sequence[Records]) -> Batch:
    """The first few pictures of the training, as the network sees them."""
    few = config.replace(batch_size=SHOWN)
    return used_by_losses(next(iter(training_batches(few, records).take(1))))


def used_by_losses(batch: Batch) -> Batch:
    """The entries of a batch that training needs."""
    return {key: batch[key] for key in _USED}
