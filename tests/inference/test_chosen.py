"""Without a load path the shipped file finds hands; TensorFlow is for runs alone."""

import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest
from toy_landmarker import dot, make_litert, make_onnx

from handpose import shipped
from handpose.config import Config
from handpose.errors import HandposeError
from handpose.export.run_folder import write_run
from handpose.inference.chosen import chosen_finder, exported_file
from handpose.models.detector.model import build_detector


@pytest.mark.parametrize(
    ("load_path", "file"),
    [
        ("a/hand.tflite", Path("a/hand.tflite")),
        ("hand.onnx", Path("hand.onnx")),
        ("shipped", shipped.FOLDER / "hand_preview_float16.tflite"),
        ("shipped_int8", shipped.FOLDER / "hand_preview_int8.tflite"),
        ("OriginPaper", None),
        ("0810_n2_RHD_c1.2_b8_aFalse_vTrue_dTrue_i3.0w", None),
        ("mine.weights.h5", None),
    ],
)
def test_files_are_told_from_runs_and_keras_weights_by_their_ending(load_path, file):
    assert exported_file(Config(load_path=load_path)) == file


def test_without_a_load_path_the_shipped_file_is_taken(tmp_path, monkeypatch):
    monkeypatch.setattr(shipped, "FOLDER", tmp_path)
    with pytest.raises(HandposeError, match="no model is shipped"):
        chosen_finder(Config(), 3)
    make_litert(tmp_path).rename(tmp_path / "hand_float16.tflite")
    finder = chosen_finder(Config(), 3)
    assert (finder.size, finder.batch) == (64, 3)


def test_another_kind_of_file_is_one_line(tmp_path):
    (tmp_path / "hand.keras").touch()
    message = r"hand.keras: a run, a checkpoint .* take .tflite and .onnx files too$"
    with pytest.raises(HandposeError, match=message):
        chosen_finder(Config(load_path=str(tmp_path / "hand.keras")), 1)


PROGRAM = """
import pathlib, sys
from handpose import shipped
from handpose.cli import main
shipped.FOLDER = pathlib.Path(sys.argv[1])
code = main(["test", "hand.png", "--cropped", "--plot_eval", *sys.argv[2:]])
print(code, *{name.split(".")[0] for name in sys.modules})
"""


@pytest.mark.parametrize("flags", [[], ["--load_path=toy.onnx"]])
def test_a_model_file_is_used_without_tensorflow_and_without_a_word(flags, tmp_path):
    make_litert(tmp_path).rename(tmp_path / "hand_float16.tflite")
    make_onnx(tmp_path)
    cv2.imwrite(str(tmp_path / "hand.png"), dot((64, 64), 20, 40))
    command = [sys.executable, "-c", PROGRAM, str(tmp_path), *flags]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    code, *loaded = done.stdout.split()
    assert code == "0", done.stderr
    assert not {"tensorflow", "keras", "scipy", "matplotlib"} & set(loaded)
    assert done.stderr == "1 pictures tested, 1 hands, 0 skipped; open test_hand_png\n"
    assert (tmp_path / "test_hand_png" / "panels" / "hand.png.png").exists()
    assert np.any(cv2.imread(str(tmp_path / "test_hand_png" / "pictures" / "hand.png"), 0))


def test_the_run_of_a_detector_is_refused(tmp_path):
    config = Config(task="detection", crop_size=64)
    write_run(build_detector(config).network, config, tmp_path / "boxes")
    with pytest.raises(HandposeError, match="boxes: finds boxes, not keypoints; name a hand model"):
        chosen_finder(Config(load_path=str(tmp_path / "boxes")), 1)
