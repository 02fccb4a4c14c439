"""What training changes: weights, optimiser, average; to a checkpoint and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np

from handpose.config import Config
from handpose.errors import HandposeError
from handpose.models.build import PoseModel, build_model
from handpose.models.encoders.pretrained import load_encoder
from handpose.models.handnet import freeze
from handpose.runs.checkpoints import Arrays, Checkpoint
from handpose.runs.weights import assign_weights, weights_of
from handpose.training.average import Average, new_average
from handpose.training.optimiser import new_optimiser


@dataclass(frozen=True)
class TrainingState:
    """The variables of a training.

    average: one variable for each weight of the network; empty without averaging.
    """

    model: PoseModel
    optimiser: keras.Optimizer
    average: Average

    def checkpoint(self, iteration: int, progress: Mapping[str, Any]) -> Checkpoint:
        """A copy of everything after `iteration` steps."""
        weights = {name: weight.numpy() for name, weight in weights_of(self.model.network).items()}
        average = dict(zip(weights, (mean.numpy() for mean in self.average), strict=False))
        optimiser = {
            f"{place:04d}": np.asarray(variable.numpy())
            for place, variable in enumerate(self.optimiser.variables)
        }
        return Checkpoint(iteration, weights, average, optimiser, progress)

    def restore(self, checkpoint: Checkpoint, source: object) -> None:
        """Set every variable; raises HandposeError for a checkpoint of another training."""
        assign_weights(self.model.network, checkpoint.weights, source)
        for mean, array in zip(self.average, checkpoint.average.values(), strict=True):
            mean.assign(array)
        self._restore_optimiser(checkpoint.optimiser, source)

    def reset_average(self) -> None:
        """Begin the average anew at the present weights."""
        for mean, weight in zip(self.average, self.model.network.weights, strict=False):
            mean.assign(weight.numpy())

    def _restore_optimiser(self, arrays: Arrays, source: object) -> None:
        variables = self.optimiser.variables
        if [tuple(v.shape) for v in variables] != [a.shape for a in arrays.values()]:
            raise HandposeError(f"{source}: the state of another optimiser; start a new run")
        for variable, array in zip(variables, arrays.values(), strict=True):
            variable.assign(array)


def new_state(config: Config, replicas: int) -> TrainingState:
    """The configured network with fresh weights, its optimiser and, with `ema`, its average.

    With `encoder_weights` the encoder starts from those. Raises HandposeError when they do not
    fit.
    """
    model = build_model(config)
    if config.encoder_weights:
        load_encoder(model.network, config.encoder_weights)
    freeze(model.network, config.frozen_stages, config.frozen_coarse, config.frozen_norms)
    optimiser = new_optimiser(config, model.network, replicas)
    return TrainingState(model, optimiser, new_average(model.network) if config.ema else [])
