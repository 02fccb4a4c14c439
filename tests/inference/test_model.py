"""Model files are not trusted: what is not whole and ours is refused in one line."""

import dataclasses
import json
import pickle
import sys
import zipfile
from pathlib import Path

import pytest
from toy_landmarker import CARD, make_litert, make_onnx

from handpose.errors import HandposeError
from handpose.inference.card import NAME, Card, read_card
from handpose.inference.litert import write_card
from handpose.inference.model import open_model


@pytest.fixture(scope="module")
def litert(tmp_path_factory):
    return make_litert(tmp_path_factory.mktemp("toy"))


def refused(path, said):
    with pytest.raises(HandposeError, match=said) as caught:
        open_model(path)
    assert "\n" not in str(caught.value)


def without_card(litert):
    with zipfile.ZipFile(litert) as archive:
        return litert.read_bytes()[: archive.infolist()[0].header_offset]


def test_the_card_is_read_back_from_both_kinds(litert, tmp_path):
    assert open_model(litert).card == CARD
    assert open_model(make_onnx(tmp_path)).card == CARD


def test_the_card_names_the_keypoints_for_other_programs(litert):
    with zipfile.ZipFile(litert) as archive:
        content = json.loads(archive.read(NAME))
    assert content["keypoint_names"][:2] == ["wrist", "thumb_cmc"]
    assert content["image"] == "(batch, 64, 64, 3) float32 RGB, 0..255"


def test_a_missing_file_and_another_kind_are_refused(tmp_path):
    refused(tmp_path / "hand.tflite", "no such file")
    for name in ("hand.keras", "hand.h5", "hand.pkl", "hand"):
        refused(tmp_path / name, "a .tflite or .onnx file expected")


def test_a_file_that_cannot_be_read_is_refused(litert, monkeypatch):
    def denied(path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", denied)
    refused(litert, r"toy.tflite: cannot be read \(Permission denied\)")


def test_without_litert_the_way_out_is_said(litert, monkeypatch):
    monkeypatch.setitem(sys.modules, "ai_edge_litert.interpreter", None)
    refused(litert, r"pip install ai-edge-litert, .*use an \.onnx file")


def test_a_pickle_is_never_run(tmp_path):
    for name in ("hand.tflite", "hand.onnx"):
        (tmp_path / name).write_bytes(pickle.dumps({"a": 1}))
        refused(tmp_path / name, "hand.tflite: not a LiteRT file|hand.onnx: onnxruntime cannot")


def test_a_truncated_file_is_refused(litert, tmp_path):
    content = without_card(litert)
    path = tmp_path / "hand.tflite"
    for length in (0, 6, 100, len(content) // 2):
        path.write_bytes(content[:length])
        if length > 8:
            write_card(path, CARD)
        refused(path, "LiteRT")


def test_a_file_without_a_card_is_refused(litert, tmp_path):
    path = tmp_path / "hand.tflite"
    path.write_bytes(without_card(litert))
    refused(path, "no card in it")


def test_a_card_that_contradicts_the_model_is_refused(litert, tmp_path):
    path = tmp_path / "hand.tflite"
    path.write_bytes(without_card(litert))
    write_card(path, dataclasses.replace(CARD, input_size=32))
    refused(path, r"image is \(64, 64, 3\), \(32, 32, 3\) expected")


def test_a_card_as_large_as_a_bomb_is_refused(litert, tmp_path):
    path = tmp_path / "hand.tflite"
    path.write_bytes(without_card(litert))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(NAME, b" " * 10_000_000)
    refused(path, "larger than a card")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"format": 2}, "its format is 2; update handpose"),
        ({"input_size": "wide"}, "cannot be read"),
        ({"input_size": 0}, "cannot be"),
        ({"box_scale": float("nan")}, "cannot be"),
    ],
)
def test_an_impossible_card_is_refused(change, said):
    content = json.loads(Card(input_size=64, box_scale=1.5).to_json()) | change
    with pytest.raises(HandposeError, match=said):
        read_card(json.dumps(content), "hand.tflite")


def test_a_card_with_a_part_missing_is_refused():
    for text in ("", "[]", "{}", '{"input_size": 64}'):
        with pytest.raises(HandposeError, match="cannot be read"):
            read_card(text, "hand.tflite")
