"""`test` searches whole pictures for hands, with files of a detector and of a hand model."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest
from toy_landmarker import make_litert

from handpose import shipped
from handpose.cli import main
from handpose.config import Config
from handpose.errors import HandposeError, UsageError
from handpose.inference import detector, pictures
from handpose.inference.detections import Detections

# Two red squares with something blue, which says that there is a hand, and one without.
SQUARES = {(60, 50): True, (160, 50): True, (60, 120): False}
BOXES = [[x - 10, y - 10, 20, 20] for x, y in SQUARES]


@pytest.fixture(name="asked")
def _asked(tmp_path, monkeypatch):
    """A configuration for two pictures, of which only one shows hands."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(detector, "HandDetector", Fake)
    photo = np.zeros((160, 240, 3), np.uint8)
    for (x, y), there in SQUARES.items():
        photo[y - 4 : y + 4, x - 4 : x + 4, 0] = 255
        photo[y + 6 : y + 9, x : x + 3, 2] = 255 * there
    Path("photos").mkdir()
    cv2.imwrite("photos/kitchen.png", photo[..., ::-1])
    cv2.imwrite("photos/wall.png", np.zeros((50, 50, 3)))
    return Config(test_data_path="photos", load_path=str(make_litert(tmp_path)), detector="d.onnx")


class Fake:
    """Sees all three squares where there is anything to see."""

    made = ()

    def __init__(self, path, threshold, num_threads, tiles):
        Fake.made = (path, threshold, num_threads, tiles)

    def __call__(self, image):
        boxes = np.array(BOXES, float) if image.any() else np.zeros((0, 4))
        return Detections(boxes, np.zeros(len(boxes)), np.ones(len(boxes)))


def test_every_hand_of_every_picture_is_found(asked, capfd):
    results = pictures.test(asked.replace(threshold=0.3, tiles=2, plot_eval=True))
    assert Fake.made == (Path("d.onnx"), 0.3**3, 1, 2)
    entries = json.loads((results / "predictions.json").read_text())
    assert [entry["file_name"] for entry in entries] == ["kitchen.png"] * 2
    wrists = [entry["keypoints"][:2] for entry in entries]
    np.testing.assert_allclose(wrists, [[60, 50], [160, 50]], atol=1)
    assert sorted(path.name for path in (results / "panels").iterdir()) == [
        "kitchen.png_0.png",
        "kitchen.png_1.png",
    ]
    assert (results / "pictures" / "wall.png").exists()
    assert "2 pictures tested, 2 hands, 0 skipped; open test_photos" in capfd.readouterr().err


def test_without_a_detector_the_way_out_is_named(asked, tmp_path, monkeypatch):
    monkeypatch.undo()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(shipped, "FOLDER", tmp_path / "empty")
    with pytest.raises(HandposeError, match=r"no model is shipped .*--cropped=True"):
        pictures.test(asked.replace(detector=""))
    assert not Path("test_photos").exists()


def test_a_detector_has_nothing_to_do_with_crops(asked):
    with pytest.raises(UsageError, match="--detector: not used with --cropped=True"):
        asked.replace(cropped=True)
    with pytest.raises(UsageError, match="--tiles=2: not used with --cropped=True"):
        asked.replace(cropped=True, detector="", tiles=2)


@pytest.mark.parametrize(
    ("program", "flags", "hands"),
    [
        ("handpose", ["--detector=d.onnx"], 2),
        ("handpose", ["--cropped"], 1),
        ("handpose_tf.py", [], 1),  # its users' pictures are crops
        ("handpose_tf.py", ["--cropped=False", "--detector=d.onnx"], 2),
    ],
)
def test_the_scripts_of_2018_take_pictures_for_crops(asked, program, flags, hands):
    words = ["test", "photos/kitchen.png", f"--load_path={asked.load_path}", *flags]
    assert main(words, program) == 0
    assert len(json.loads(Path("test_kitchen_png/predictions.json").read_text())) == hands
