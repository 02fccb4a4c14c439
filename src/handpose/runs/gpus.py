"""Which GPUs a command may use."""

from __future__ import annotations

from typing import Any

from handpose.config import Config
from handpose.errors import HandposeError


def choose_gpus(config: Config) -> list[Any]:
    """Let TensorFlow see only the GPUs that the configuration names, and return these.

    Must run before TensorFlow does anything. Raises HandposeError for a GPU that is not there.
    """
    import tensorflow as tf

    found = tf.config.list_physical_devices("GPU")
    chosen = [found[i] for i in _ids(config.gpu_id, len(found))] if config.use_gpu else []
    try:
        tf.config.set_visible_devices(chosen, "GPU")
        for gpu in chosen:
            tf.config.experimental.set_memory_growth(gpu, True)
    except RuntimeError:
        raise HandposeError(
            f"--gpu_id={config.gpu_id}: TensorFlow already uses other devices; start a new process"
        ) from None
    return chosen


def _ids(text: str, count: int) -> list[int]:
    """'0,1' as [0, 1]; nothing for the default on a machine without GPUs."""
    ids = [int(word) for word in text.split(",") if word.strip()]
    if not count and ids == [0]:
        return []
    for i in ids:
        if i >= count:
            there = f"GPUs 0 to {count - 1} are here" if count else "no GPU is here"
            raise HandposeError(f"--gpu_id={text}: no GPU {i}, {there}; or give --use_gpu=False")
    return ids
