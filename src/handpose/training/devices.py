"""Which devices train together: one, several GPUs, or several machines named by TF_CONFIG."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import tensorflow as tf

from handpose.config import Config
from handpose.errors import HandposeError, UsageError
from handpose.runs.gpus import choose_gpus


@dataclass(frozen=True)
class Devices:
    """A strategy and this process's part in it.

    workers: processes that train together; chief: this one writes the run's folder.
    """

    strategy: tf.distribute.Strategy
    workers: int = 1
    chief: bool = True

    @property
    def replicas(self) -> int:
        """Devices over all workers; each gets an equal share of every batch."""
        return self.strategy.num_replicas_in_sync

    def mean(self, values: list[float]) -> np.ndarray:
        """Numbers averaged over the workers, for decisions that all must take alike.

        Returns when every worker has handed in its own.
        """
        if self.workers == 1:
            return np.asarray(values, np.float64)
        given = tf.constant(values, tf.float64)
        per_replica = self.strategy.run(lambda: tf.identity(given))
        return self.strategy.reduce("MEAN", per_replica, axis=None).numpy()


def open_devices(config: Config) -> Devices:
    """The devices that the configuration and the environment's TF_CONFIG name.

    Must run before TensorFlow does anything. Raises HandposeError for a GPU that is not there
    or a TF_CONFIG that cannot be, UsageError for a batch that cannot be shared equally.
    """
    # Grappler's fusion of leaky ReLUs loses their gradients' inputs: it gives up with an error in
    # the log, and for the other networks it saves nothing.
    tf.config.optimizer.set_experimental_options({"remapping": False})
    gpus = choose_gpus(config)
    cluster = _cluster()
    if len(cluster["workers"]) > 1:
        devices = _join(cluster)
    elif len(gpus) > 1:
        devices = Devices(tf.distribute.MirroredStrategy())
    else:
        devices = Devices(tf.distribute.get_strategy())
    if config.batch_size % devices.replicas:
        raise UsageError(
            f"--batch_size={config.batch_size}: a multiple of {devices.replicas} expected, "
            "the number of devices"
        )
    return devices


def _cluster() -> dict[str, Any]:
    """The workers of TF_CONFIG, chief first, and this process's place; none without it."""
    text = os.environ.get("TF_CONFIG", "")
    if not text:
        return {"workers": [], "index": 0}
    try:
        content = json.loads(text)
        members, task = content["cluster"], content["task"]
        workers = [*members.get("chief", []), *members.get("worker", [])]
        before = 0 if task["type"] == "chief" else len(members.get("chief", []))
        index = before + int(task["index"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise HandposeError(f"TF_CONFIG: cluster and task expected as JSON ({error!r})") from None
    if task["type"] not in ("chief", "worker") or index >= len(workers):
        raise HandposeError(
            f"TF_CONFIG: task {task['type']} {task['index']} is none of the cluster's "
            f"{len(workers)} chief and workers"
        )
    return {"workers": workers, "index": index}


def _join(cluster: dict[str, Any]) -> Devices:
    try:
        strategy = tf.distribute.MultiWorkerMirroredStrategy()
    except (RuntimeError, tf.errors.OpError) as error:
        reason = str(error).splitlines()[0]
        raise HandposeError(f"TF_CONFIG: the workers cannot meet ({reason})") from None
    return Devices(strategy, len(cluster["workers"]), cluster["index"] == 0)


@contextmanager
def clear_worker_errors(devices: Devices) -> Iterator[None]:
    """Turn the failure of another worker into one line that says how to go on."""
    try:
        yield
    except (tf.errors.UnavailableError, tf.errors.AbortedError, tf.errors.CancelledError) as error:
        if devices.workers == 1:
            raise
        reason = str(error).splitlines()[0].rpartition("}} ")[2]
        raise HandposeError(
            f"another worker is gone ({reason}); start all of them again with --resume=True"
        ) from None
