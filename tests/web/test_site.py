"""The list of files is complete, and says of the models what their cards say."""

import json
import re

import pytest

from handpose.errors import HandposeError, UsageError
from handpose.hand import FINGER_COLOURS, KEYPOINTS, SKELETON
from handpose.web.models import landmarker
from handpose.web.site import FOLDER, TYPES


def test_about_tells_the_card_and_the_hand(files, model):
    about = json.loads(files["about.json"])
    assert about["landmarker"] == {
        "file": "models/landmarker.tflite",
        "input_size": 128,
        "box_scale": 1.35,
    }
    assert about["detector"] is None
    assert tuple(about["hand"]["names"]) == KEYPOINTS
    assert tuple(map(tuple, about["hand"]["skeleton"])) == SKELETON
    assert about["hand"]["colours"][0] == [255, 255, 255]
    assert about["hand"]["colours"][8] == list(FINGER_COLOURS["index"])
    assert files["models/landmarker.tflite"] == model.read_bytes()


def test_whatever_the_page_imports_is_in_the_list(files):
    for name in (name for name in files if name.endswith(".js") and "/" not in name):
        imported = re.findall(r'from "\./([^"]+)"', files[name].decode())
        assert set(imported) <= set(files), name
    linked = re.findall(rb'(?:src|href)="([^"]+)"', files["index.html"])
    assert {"page.js", "style.css", "icon.svg"} == {link.decode() for link in linked}
    assert {"vendor/litert_wasm_compat_internal.wasm", "vendor/litert.js"} <= set(files)


def test_every_file_of_the_page_has_a_kind_that_browsers_know():
    strange = [path.name for path in (FOLDER / "page").iterdir() if path.suffix not in TYPES]
    assert strange == []


def test_no_file_of_the_page_names_another_place(files):
    own = b"\n".join(content for name, content in files.items() if "/" not in name)
    assert set(re.findall(rb"https?://[^\"\s]+", own)) == {b"http://www.w3.org/2000/svg"}


@pytest.mark.parametrize("name", ["hand.onnx", "hand.h5"])
def test_another_kind_of_model_is_refused(tmp_path, name):
    with pytest.raises(UsageError, match=r"the page runs \.tflite files; make one with: handpose"):
        landmarker(tmp_path / name)


def test_a_file_that_is_no_model_is_refused(tmp_path):
    (tmp_path / "hand.tflite").write_bytes(b"no model")
    with pytest.raises(HandposeError, match="not a LiteRT file"):
        landmarker(tmp_path / "hand.tflite")
