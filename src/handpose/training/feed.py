"""Batches for the strategy's replicas."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import tensorflow as tf

from handpose.config import Config
from handpose.records.reader import Records
from handpose.training.devices import Devices
from handpose.training.step import Batch
from handpose.training.task import task_of

SHOWN = 8


def distributed_batches(
    config: Config, records: Sequence[Records], devices: Devices, start: int
) -> Iterator[Batch]:
    """Endless batches from iteration `start` on, each worker's share divided over its devices."""

    task = task_of(config)

    def of_worker(context: tf.distribute.InputContext) -> tf.data.Dataset:
        shard = (context.input_pipeline_id, context.num_input_pipelines)
        batches = task.batches(config, records, start, shard)
        batches = batches.map(lambda batch: _chosen(batch, task.used))
        each = config.batch_size // devices.replicas
        return batches.rebatch(each) if each * shard[1] < config.batch_size else batches

    return iter(devices.strategy.distribute_datasets_from_function(of_worker))


def first_pictures(config: Config, records: Sequence[Records]) -> Batch:
    """The first few pictures of the training, as the network sees them."""
    few, task = config.replace(batch_size=SHOWN), task_of(config)
    return _chosen(next(iter(task.batches(few, records).take(1))), task.used)


def _chosen(batch: Batch, keys: Sequence[str]) -> Batch:
    return {key: batch[key] for key in keys}
