"""Records of a few drawn hands, and a detector small enough to train in a test."""

import keras
import pytest
from keras import layers
from layouts import make_rhd

from handpose.config import Config
from handpose.models.detector import model
from handpose.records.convert import convert


def tiny_network(size: int) -> keras.Model:
    """Both maps from two convolutions at stride 4 and one batch normalisation."""
    image = keras.Input((size, size, 3), name="image")
    x = layers.Rescaling(1 / 128, offset=-1, name="rescale")(image)
    x = layers.BatchNormalization(name="norm")(layers.Conv2D(8, 4, strides=4, name="stem")(x))
    maps = layers.Conv2D(7, 3, padding="same", dtype="float32", name="maps")(layers.ReLU()(x))
    flat = layers.Reshape((size // 4, size // 4), name="maps_flat")
    outputs = {"centre": flat(maps[..., :1]), "geometry": maps[..., 1:]}
    return keras.Model(image, outputs, name="detector")


@pytest.fixture(scope="session")
def records(tmp_path_factory):
    """A data folder with records of 16 training and 16 evaluation hands."""
    folder = tmp_path_factory.mktemp("data")
    make_rhd(folder / "RHD_published_v2", 16, 16)
    for state in ("train", "eval"):
        convert(Config(data_path=str(folder), state=state, shard_size=8, workers=1))
    return folder


@pytest.fixture
def config(records, tmp_path, monkeypatch):
    """A configuration of a short training of a tiny detector, with runs of its own."""
    monkeypatch.setattr(model, "build_network", tiny_network)
    return Config(
        task="detection",
        data_path=str(records),
        snapshot_path=str(tmp_path / "runs"),
        crop_size=64,
        batch_size=4,
        max_iter=4,
        show_loss_freq=2,
        snapshot_freq=2,
        lr=[1e-2],
        lr_iter=[],
        augment=True,
        aug_blur=0,
        use_gpu=False,
    )
