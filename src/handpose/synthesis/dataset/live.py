"""Hands rendered while the network trains: an endless source that needs no disk.

Worker processes render ahead. Every picture is used several times, under different augmentation,
among the last `WINDOW` pictures; which one a position of the stream shows follows from the seed
and the position alone, so that a training can be resumed.
"""

from __future__ import annotations

import os
from collections import OrderedDict, deque
from collections.abc import Iterator
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from itertools import count

import numpy as np
import tensorflow as tf

from handpose.config import Config
from handpose.errors import HandposeError
from handpose.options import read_file, resolve
from handpose.parallel import worker_pool
from handpose.pictures import decode
from handpose.records.schema import encode
from handpose.sample import Sample
from handpose.synthesis.dataset.generate import start_worker
from handpose.synthesis.dataset.rendering import Rendering
from handpose.synthesis.options import SynthConfig
from handpose.synthesis.scene import render_sample

WINDOW = 512
_AHEAD = 16  # pictures per worker that are asked for before they are needed


def rendered_stream(config: Config, start: int = 0) -> tf.data.Dataset:
    """(position, serialised Example) pairs from position `start` on.

    config: `seed`; `synth_config`, a file with options of `handpose synth`; `synth_reuse`, how
    often a picture is used; `workers`. Raises HandposeError when a worker is killed.
    """
    dataset = Rendering(_options(config), render_sample)
    specification = (tf.TensorSpec([], tf.int64), tf.TensorSpec([], tf.string))
    return tf.data.Dataset.from_generator(
        lambda: examples(dataset, config.synth_reuse, start, config.workers),
        output_signature=specification,
    )


def _options(config: Config) -> SynthConfig:
    given = read_file(config.synth_config) if config.synth_config else {}
    return resolve(SynthConfig, {"seed": config.seed}, given)


def examples(
    dataset: Rendering, reuse: int, start: int, workers: int
) -> Iterator[tuple[int, bytes]]:
    """The stream's pairs; rendering goes on in `workers` processes (0: one per core)."""
    window: OrderedDict[int, bytes] = OrderedDict()
    seed, oldest = dataset.options.seed, max(0, start // reuse - WINDOW + 1)
    for number, serialised in _encoded(dataset, oldest, workers):
        window[number] = serialised
        if len(window) > WINDOW:
            window.popitem(last=False)
        for position in range(max(start, number * reuse), (number + 1) * reuse):
            yield position, window[shown_at(position, reuse, seed)]


def shown_at(position: int, reuse: int, seed: int) -> int:
    """The picture that a position of the stream shows: one of the newest `WINDOW`."""
    newest = position // reuse
    chance = np.random.default_rng((seed, position)).random()
    return newest - int(chance * min(WINDOW, newest + 1))


def _encoded(dataset: Rendering, first: int, workers: int) -> Iterator[tuple[int, bytes]]:
    """Serialised pictures from number `first` on, in order."""
    for number, sample in zip(count(first), _rendered(dataset, first, workers), strict=False):
        yield number, encode(sample, decode(sample.image, sample.name).shape[:2])


def _rendered(dataset: Rendering, first: int, workers: int) -> Iterator[Sample]:
    """Samples from number `first` on, in order, rendered ahead by worker processes."""
    workers = workers or os.cpu_count() or 1
    waiting: deque[Future[Sample]] = deque()
    with worker_pool(workers, start_worker) as pool:
        for number in count(first):
            waiting.append(pool.submit(dataset.sample, "train", f"{number:05d}"))
            if len(waiting) > workers * _AHEAD:
                yield _result(waiting.popleft())


def _result(rendering: Future[Sample]) -> Sample:
    try:
        return rendering.result()
    except BrokenProcessPool:
        raise HandposeError(
            "a rendering process was killed (out of memory?); go on with --resume=True --workers=1"
        ) from None
