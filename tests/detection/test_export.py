"""A detector as files, and found again in them."""

import json

import cv2
import keras
import numpy as np
import pytest

from handpose import HandDetector
from handpose.errors import HandposeError
from handpose.export.options import ExportConfig
from handpose.export.run import export
from handpose.export.run_folder import write_run
from handpose.inference.model import open_model
from handpose.models.detector.model import build_detector
from handpose.runs.weights import load_trained

FORMATS = ["litert_float32", "litert_float16", "litert_int8", "onnx", "savedmodel", "run"]


@pytest.fixture
def run(config, tmp_path):
    """A run of a detector that has learnt nothing and finds a lot."""
    keras.utils.set_random_seed(0)
    model = build_detector(config)
    kernel, bias = model.network.get_layer("maps").get_weights()
    model.network.get_layer("maps").set_weights([3 * kernel, bias])
    write_run(model.network, config, tmp_path / "detector_run")
    return tmp_path / "detector_run"


def options(config, run, **changes):
    given = {"load_path": str(run), "formats": FORMATS, "out": str(run.parent / "out"),
             "data_path": config.data_path, "pictures": 8, "calibration": 8,
             "limit": 5.0, "int8_limit": 100.0}  # fmt: skip
    return ExportConfig(**given | changes)


def test_every_format_answers_as_keras_does(config, run):
    folder = export(options(config, run))
    files = json.loads((folder / "export.json").read_text())["files"]
    assert [files[name]["file"] for name in FORMATS] == [
        "detector_float32.tflite", "detector_float16.tflite", "detector_int8.tflite",
        "detector.onnx", "detector_savedmodel", "detector_run",
    ]  # fmt: skip
    for name in ("litert_float32", "onnx", "savedmodel", "run"):
        # Of random peaks the 16th and the 17th may be as high, to the last bit of a float.
        assert files[name]["mean"] < 0.3, name
        assert files[name]["missed"] < 0.02, name
    assert open_model(folder / "detector.onnx", task="detection").card.task == "detection"


def test_the_file_finds_what_keras_finds(config, run):
    folder = export(options(config, run, formats=["litert_float32"]))
    image = np.random.default_rng(0).integers(0, 255, (64, 64, 3), np.uint8)
    image = cv2.GaussianBlur(image, (0, 0), 3)
    found = HandDetector(folder / "detector_float32.tflite", threshold=0.0)(image)
    model, _ = load_trained(config.replace(load_path=str(run)))
    expected = model.decode(model.network(image[None].astype(np.float32), training=False))
    np.testing.assert_allclose(found.scores[0], expected["scores"][0, 0], rtol=1e-4)
    np.testing.assert_allclose(found.angles[0], expected["angles"][0, 0], atol=0.1)
    assert (np.diff(found.scores) <= 0).all()
    ends = found.boxes[:, :2] + found.boxes[:, 2:]
    assert found.boxes.min() >= 0
    assert ends.max() <= 64


def test_a_detector_is_no_landmarker(config, run):
    folder = export(options(config, run, formats=["litert_float32"]))
    with pytest.raises(HandposeError, match="a model for detection, one for landmarks expected"):
        open_model(folder / "detector_float32.tflite")


def test_a_detector_that_finds_nothing_proves_nothing(config, tmp_path):
    model = build_detector(config)
    kernel, bias = model.network.get_layer("maps").get_weights()
    model.network.get_layer("maps").set_weights([kernel, bias - 20])
    write_run(model.network, config, tmp_path / "nothing")
    with pytest.raises(HandposeError, match="finds no hand in 8 scenes"):
        export(options(config, tmp_path / "nothing"))


def test_the_run_tells_its_task_and_another_is_refused(config, run):
    _, found = load_trained(config.replace(task="landmarks", load_path=str(run)))
    assert found.task == "detection"
