"""One step: losses, gradients, optimiser, average; on every replica at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import keras
import tensorflow as tf

from handpose.config import Config
from handpose.models.losses import total
from handpose.training.average import decay_at, update_average
from handpose.training.optimiser import scales_loss
from handpose.training.state import TrainingState

Batch = dict[str, Any]
Losses = dict[str, tf.Tensor]
Step = Callable[[Batch, int, float], dict[str, float]]


def training_step(state: TrainingState, strategy: tf.distribute.Strategy, config: Config) -> Step:
    """The function of one step: a distributed batch, its iteration and learning rate go in.

    It changes `state` and returns the named losses and their `total`, means over the global
    batch of `config.batch_size` pictures.
    """

    network = state.model.network

    def on_replica(batch: Batch) -> Losses:
        with tf.GradientTape() as tape:
            losses = _mean_losses(state, batch, config)
            loss = losses["total"]
            loss = state.optimiser.scale_loss(loss) if scales_loss(network) else loss
        gradients = tape.gradient(loss, network.trainable_variables)
        if config.clip_norm or scales_loss(network):
            gradients = _same_on_replicas(gradients)
        state.optimiser.apply(gradients, network.trainable_variables)
        _average_over_replicas(network.non_trainable_variables)
        return losses

    @tf.function(reduce_retracing=True)
    def everywhere(batch: Batch, decay: tf.Tensor) -> Losses:
        losses = strategy.run(on_replica, (batch,))
        if state.average:
            update_average(state.average, network, decay)
        return {name: strategy.reduce("SUM", loss, axis=None) for name, loss in losses.items()}

    def step(batch: Batch, iteration: int, rate: float) -> dict[str, float]:
        state.optimiser.learning_rate = rate
        losses = everywhere(batch, tf.constant(decay_at(iteration, config.ema)))
        return {name: float(loss) for name, loss in losses.items()}

    return step


def _mean_losses(state: TrainingState, batch: Batch, config: Config) -> Losses:
    """This replica's share of every loss's mean over the global batch."""
    outputs = state.model.network(batch["image"], training=True)
    named = state.model.losses(outputs, batch)
    named["total"] = total(named, config)
    return {name: tf.reduce_sum(loss) / config.batch_size for name, loss in named.items()}


def _same_on_replicas(gradients: list[tf.Tensor]) -> list[tf.Tensor]:
    """Equal shares of the gradients' sum, for decisions that all replicas must take alike."""
    replica = tf.distribute.get_replica_context()
    replicas = replica.num_replicas_in_sync
    if replicas == 1:
        return gradients
    return [g / replicas for g in replica.all_reduce(tf.distribute.ReduceOp.SUM, gradients)]


def _average_over_replicas(statistics: list[keras.Variable]) -> None:
    """Batch normalisation's moving statistics, which every replica took of its own pictures."""
    replica = tf.distribute.get_replica_context()
    if replica.num_replicas_in_sync == 1 or not statistics:
        return
    values = [variable.value for variable in statistics]
    means = replica.all_reduce(tf.distribute.ReduceOp.MEAN, values)
    for variable, mean in zip(statistics, means, strict=True):
        variable.assign(mean)
