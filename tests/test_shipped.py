"""What the package ships is found, what it does not ship is said in one line."""

from pathlib import Path

import pytest

from handpose import shipped
from handpose.errors import HandposeError


@pytest.mark.parametrize(
    ("ask", "name", "way_out"),
    [
        (lambda: shipped.hand_model(None), "hand_float16.tflite", "preview: shipped"),
        (lambda: shipped.hand_model("shipped"), "hand_preview_float16.tflite", "handpose export"),
        (lambda: shipped.hand_model("shipped_int8"), "hand_preview_int8.tflite", "handpose export"),
        (shipped.detector, "detector_float16.tflite", "handpose export --load_path=RUN"),
        (lambda: shipped.run("landmarks"), "hand_run", "--load_path=RUN"),
        (lambda: shipped.run("detection"), "detector_run", "--load_path=RUN"),
    ],
)
def test_what_is_shipped_is_found_and_else_the_way_out_is_said(
    ask, name, way_out, tmp_path, monkeypatch
):
    monkeypatch.setattr(shipped, "FOLDER", tmp_path)
    with pytest.raises(
        HandposeError, match=rf"no model is shipped .*{name} is missing.*{way_out}$"
    ):
        ask()
    (tmp_path / name).mkdir()
    assert ask() == tmp_path / name


def test_any_other_name_is_a_file():
    assert shipped.hand_model("mine/hand.onnx") == Path("mine/hand.onnx")
    assert shipped.detector("mine/boxes.onnx") == Path("mine/boxes.onnx")


def test_the_detector_may_be_named_as_the_hand_model_is():
    assert shipped.detector("shipped") == shipped.detector() == shipped.FOLDER / shipped.DETECTOR
