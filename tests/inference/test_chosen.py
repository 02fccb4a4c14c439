"""Without a load path the shipped file finds hands; TensorFlow is for runs alone."""

import subprocess
import sys

import cv2
import numpy as np
import pytest
from toy_landmarker import dot, make_litert, make_onnx

from handpose import shipped
from handpose.config import Config
from handpose.errors import HandposeError
from handpose.inference.chosen import chosen_finder, needs_tensorflow


@pytest.mark.parametrize(
    ("load_path", "needed"),
    [
        ("", False),
        ("a/hand.tflite", False),
        ("hand.onnx", False),
        ("shipped", True),
        ("OriginPaper", True),
        ("0810_n2_RHD_c1.2_b8_aFalse_vTrue_dTrue_i3.0w", True),
        ("mine.weights.h5", True),
    ],
)
def test_only_runs_and_keras_weights_need_tensorflow(load_path, needed):
    assert needs_tensorflow(Config(load_path=load_path)) is needed


def test_without_a_load_path_the_shipped_file_is_taken(tmp_path, monkeypatch):
    monkeypatch.setattr(shipped, "FOLDER", tmp_path)
    with pytest.raises(HandposeError, match="no model is shipped"):
        chosen_finder(Config(), 3)
    make_litert(tmp_path).rename(tmp_path / "hand_float16.tflite")
    finder = chosen_finder(Config(), 3)
    assert (finder.size, finder.batch) == (64, 3)


def test_another_kind_of_file_is_one_line(tmp_path):
    (tmp_path / "hand.keras").touch()
    message = r"hand.keras: a run, a checkpoint .* takes .tflite and .onnx files too$"
    with pytest.raises(HandposeError, match=message):
        chosen_finder(Config(load_path=str(tmp_path / "hand.keras")), 1)


PROGRAM = """
import pathlib, sys
from handpose import shipped
from handpose.cli import main
shipped.FOLDER = pathlib.Path(sys.argv[1])
code = main(["test", "hand.png", "--plot_eval", *sys.argv[2:]])
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
    assert done.stderr == "1 pictures tested, 0 skipped; open test_hand_png\n"
    assert (tmp_path / "test_hand_png" / "panels" / "hand.png.png").exists()
    assert np.any(cv2.imread(str(tmp_path / "test_hand_png" / "pictures" / "hand.png"), 0))
