"""Every exported file answers as Keras does, and says so in numbers."""

import dataclasses
import hashlib
import json
from pathlib import Path

import numpy as np
import pytest
from ai_edge_litert.interpreter import Interpreter
from keras.layers import Conv2D

from handpose.config import Config
from handpose.errors import HandposeError
from handpose.export import writers
from handpose.export.run import export
from handpose.export.trial import size_of
from handpose.geometry import image_to_crop, invert, square_round, transform, warp
from handpose.inference.landmarker import HandLandmarker
from handpose.pictures import decode
from handpose.runs.weights import load_trained

pytestmark = pytest.mark.slow  # a training and five exports, shared by all tests here


def test_float_files_answer_as_keras_does(report):
    for name in ("litert_float32", "onnx", "savedmodel", "run"):
        assert report["files"][name]["largest"] < 0.01, name
        assert report["files"][name]["scores"] < 1e-4, name
    assert 0 < report["files"]["litert_float16"]["mean"] < 0.05
    assert report["files"]["litert_float16"]["scores"] < 0.01


def test_int8_stays_within_a_pixel(report):
    found = report["files"]["litert_int8"]
    assert 0 < found["mean"] < 1.0
    assert found["handedness"] < 0.1
    assert abs(found["error"] - found["keras_error"]) < 1.0


def test_int8_computes_the_body_in_whole_numbers_and_the_coordinates_in_float(
    exported, keras_model
):
    interpreter = Interpreter(model_path=str(exported / "hand_int8.tflite"))
    kinds = {detail["index"]: detail["dtype"] for detail in interpreter.get_tensor_details()}
    inputs = {}
    for operation in interpreter._get_ops_details():
        inputs.setdefault(operation["op_name"], []).append(kinds[operation["inputs"][0]])
    assert set(inputs["SOFTMAX"] + inputs["SUM"] + inputs["LOGISTIC"]) == {np.float32}
    for kind, shape in ((d["dtype"], tuple(d["shape"])) for d in interpreter.get_tensor_details()):
        assert not (kind == np.int8 and shape == (1, 21, 2)), "keypoints in whole numbers"
    # All convolutions but those of the first look and the one that makes the maps.
    names = [layer.name for layer in keras_model.network.layers if type(layer) is Conv2D]
    first_look = sum(name.startswith("coarse") for name in names)
    assert inputs["CONV_2D"].count(np.float32) == first_look + 1
    assert inputs["CONV_2D"].count(np.int8) == len(names) - first_look - 1


def test_the_report_names_files_sizes_and_what_was_compared(report, exported, options):
    assert (report["pictures"], report["dataset"]) == (20, "RHD")
    for row in report["files"].values():
        path = exported / row["file"]
        if path.is_file():
            assert row["bytes"] == path.stat().st_size
            assert row["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    sizes = {name: row["bytes"] for name, row in report["files"].items()}
    assert sizes["litert_int8"] < sizes["litert_float16"] < sizes["litert_float32"]
    assert not list(exported.glob(".trial*"))


@pytest.mark.parametrize("file", ["hand_float16.tflite", "hand_int8.tflite", "hand.onnx"])
def test_the_card_says_how_to_use_the_file(exported, trained, file):
    card = HandLandmarker(exported / file).card
    assert (card.input_size, card.box_scale, card.crop) == (64, 1.4, "box")
    assert trained.load_path.endswith(card.source)
    assert card.licence == "CC0-1.0"
    assert card.precision == {"hand_float16.tflite": "float16", "hand_int8.tflite": "int8"}.get(
        file, "float32"
    )


def test_a_run_without_its_optimiser_is_a_load_path_and_tells_nothing_of_its_maker(
    exported, trained
):
    folder = exported / "hand_run"
    model, config = load_trained(Config(load_path=str(folder)))
    assert (config.network, config.input_size, config.box_scale) == ("handnet", 64, 1.4)
    assert trained.data_path not in (folder / "config.yaml").read_text()
    assert size_of(folder) < 1.1 * sum(4 * w.size for w in map(np.asarray, model.network.weights))


def test_a_saved_model_has_its_card_beside_it(exported):
    card = json.loads((exported / "hand_savedmodel" / "handpose.json").read_text())
    assert card["input_size"] == 64


@pytest.mark.parametrize(
    ("file", "apart"), [("hand_float32.tflite", 0.01), ("hand_float16.tflite", 0.05)]
)
def test_a_box_gives_the_keypoints_that_keras_gives(exported, trained, keras_model, file, apart):
    path = Path(trained.data_path) / "RHD_published_v2" / "evaluation" / "color" / "00003.png"
    image = decode(path.read_bytes(), path)[:, 20:150]
    box = np.array([10, 30, 80, 70])
    to_crop = image_to_crop(square_round(box, 1.4), 64)
    crop = warp(image, to_crop, 64)[None].astype(np.float32)
    answer = {k: v.numpy() for k, v in keras_model.predictor()(crop).items()}
    expected = transform(invert(to_crop), answer["keypoints"][0])
    hands = HandLandmarker(exported / file)(image, boxes=[box])
    np.testing.assert_allclose(hands.keypoints[0], expected, atol=apart)
    np.testing.assert_allclose(hands.scores, answer["scores"], atol=0.01)
    np.testing.assert_allclose(hands.right, answer["handedness"], atol=0.01)
    np.testing.assert_allclose(hands.presence, answer["presence"], atol=0.01)


def test_a_file_beyond_its_limit_is_not_kept_and_the_earlier_one_stays(exported, options):
    before = (exported / "hand_savedmodel" / "fingerprint.pb").read_bytes()
    strict = dataclasses.replace(options, formats=["savedmodel"], limit=0.0)
    with pytest.raises(HandposeError, match=r"savedmodel: keypoints are 0.000 px.*--limit"):
        export(strict)
    assert (exported / "hand_savedmodel" / "fingerprint.pb").read_bytes() == before
    assert not list(exported.glob(".trial*"))


def test_a_missing_package_is_named_before_any_work(options, tmp_path, monkeypatch):
    monkeypatch.setattr(writers, "find_spec", lambda name: None)
    fresh = dataclasses.replace(options, formats=["onnx"], out=str(tmp_path), load_path="none")
    with pytest.raises(HandposeError, match=r"onnx is not installed.*handpose\[export\]"):
        export(fresh)


def test_without_records_the_command_for_them_is_said(options, tmp_path):
    nothing = dataclasses.replace(options, out=str(tmp_path / "out"), data_path=str(tmp_path))
    with pytest.raises(HandposeError, match="handpose convert --dataset_list=RHD --state=eval"):
        export(nothing)
