"""A network small enough to train in a test, and a configuration that does so."""

from collections.abc import Iterator
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf
from keras import layers

from handpose.config import Config
from handpose.models.heads.base import Head
from handpose.runs.checkpoints import Checkpoint


def tiny_network(config: Config, head: Head) -> keras.Model:
    """Maps at stride 4 from one convolution, one batch normalisation and one more convolution."""
    image = keras.Input((config.input_size, config.input_size, 3), name="image")
    scaled = layers.Rescaling(1 / 128, offset=-1, name="rescale")(image)
    return _with_maps(image, layers.BatchNormalization(name="norm")(_stem(scaled)), head)


def tiny_network_without_norm(config: Config, head: Head) -> keras.Model:
    """The same without batch normalisation, whose statistics are each replica's own."""
    image = keras.Input((config.input_size, config.input_size, 3), name="image")
    scaled = layers.Rescaling(1 / 128, offset=-1, name="rescale")(image)
    return _with_maps(image, _stem(scaled), head)


def _stem(x):
    return layers.Conv2D(8, 4, strides=4, name="stem")(x)


def _with_maps(image, x, head: Head) -> keras.Model:
    x = layers.ReLU(name="act")(x)
    maps = layers.Conv2D(21, 3, padding="same", dtype="float32", name="maps")(x)
    return keras.Model(image, {"stages": [head.attach(maps, "stage1")]}, name="handnet")


def tiny_config(data_path: Path, **changes) -> Config:
    """A training of six iterations on RHD."""
    config = Config(
        data_path=str(data_path),
        network="handnet",
        crop_size=32,
        batch_size=4,
        max_iter=6,
        show_loss_freq=2,
        snapshot_freq=2,
        lr=[1e-2],
        lr_iter=[],
        use_gpu=False,
        workers=1,
    )
    return config.replace(**changes)


def scalars(run: Path) -> dict[str, dict[int, float]]:
    """{tag: {step: value}} of everything that TensorBoard would show as a curve of a run."""
    found: dict[str, dict[int, float]] = {}
    for event in events(run):
        for value in event.summary.value:
            if value.metadata.plugin_data.plugin_name == "scalars":
                found.setdefault(value.tag, {})[event.step] = float(tf.make_ndarray(value.tensor))
    return found


def events(run: Path) -> Iterator:
    """What a run's TensorBoard logs hold."""
    files = sorted(str(path) for path in (run / "logs").iterdir())
    for record in tf.data.TFRecordDataset(files).as_numpy_iterator():
        yield tf.compat.v1.Event.FromString(record)


def same_checkpoints(first: Checkpoint, second: Checkpoint) -> None:
    """Assert that two checkpoints hold the same bits."""
    for group in ("weights", "average", "optimiser"):
        arrays, others = getattr(first, group), getattr(second, group)
        assert arrays.keys() == others.keys()
        for name, array in arrays.items():
            np.testing.assert_array_equal(array, others[name], err_msg=f"{group} {name}")
