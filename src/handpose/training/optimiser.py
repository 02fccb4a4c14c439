"""Adam and AdamW (Loshchilov & Hutter 2019, arXiv 1711.05101), clipped and scaled as configured."""

from __future__ import annotations

import keras

from handpose.config import Config

# A decay towards zero would only hurt them: they do not make a network complex.
_NOT_DECAYED = ["bias", "gamma", "beta"]


def new_optimiser(config: Config, network: keras.Model, replicas: int) -> keras.Optimizer:
    """The configured optimiser with its variables for a network.

    replicas: devices that train together; each hands in its share of the gradient's sum.
    """
    # Keras clips each replica's share before it adds them up, hence a share of the norm as well.
    clip = config.clip_norm / replicas if config.clip_norm else None
    if config.optimizer == "adamw":
        optimiser = keras.optimizers.AdamW(
            config.lr[0], weight_decay=config.weight_decay, global_clipnorm=clip
        )
        optimiser.exclude_from_weight_decay(var_names=_NOT_DECAYED)
    else:
        optimiser = keras.optimizers.Adam(config.lr[0], global_clipnorm=clip)
    if scales_loss(network):
        optimiser = keras.optimizers.LossScaleOptimizer(optimiser)
    optimiser.build(network.trainable_variables)
    return optimiser


def scales_loss(network: keras.Model) -> bool:
    """Whether the network computes in float16, whose small gradients vanish unless scaled up."""
    return network.compute_dtype == "float16"
