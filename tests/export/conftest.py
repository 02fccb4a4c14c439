"""A small network that has learnt something, exported once: random weights would tell nothing."""

import json

import pytest
from layouts import make_rhd

from handpose.config import Config
from handpose.export.options import ExportConfig
from handpose.export.run import export
from handpose.records.convert import convert
from handpose.runs.weights import load_trained
from handpose.training.loop import train

FORMATS = ["litert_float32", "litert_float16", "litert_int8", "onnx", "savedmodel", "run"]


@pytest.fixture(scope="session")
def trained(tmp_path_factory):
    """The configuration of a short training on drawn hands; `load_path` is its run."""
    data = tmp_path_factory.mktemp("data")
    make_rhd(data / "RHD_published_v2", n_train=32, n_eval=24)
    config = Config(
        data_path=str(data),
        network="handnet",
        crop_size=64,
        upright_size=64,
        crop="box",
        box_scale=1.4,
        batch_size=8,
        max_iter=60,
        schedule="cosine",
        lr=[2e-3],
        lr_iter=[],
        show_loss_freq=60,
        snapshot_freq=60,
        workers=1,
    )
    for state in ("train", "eval"):
        convert(config.replace(state=state))
    return config.replace(load_path=str(train(config)))


@pytest.fixture(scope="session")
def options(trained, tmp_path_factory):
    return ExportConfig(
        load_path=trained.load_path,
        formats=FORMATS,
        out=str(tmp_path_factory.mktemp("export")),
        licence="CC0-1.0",
        data_path=trained.data_path,
        pictures=20,
        calibration=32,
    )


@pytest.fixture(scope="session")
def exported(options):
    """The folder with all formats."""
    return export(options)


@pytest.fixture(scope="session")
def report(exported):
    return json.loads((exported / "export.json").read_text())


@pytest.fixture(scope="session")
def keras_model(trained):
    return load_trained(trained)[0]
