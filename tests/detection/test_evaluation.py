"""`evaluation --task=detection` from pictures to files: of a run and of an exported file."""

import csv
import json

import cv2
import numpy as np
import pytest
from made_detections import detections

from handpose.cli.actions import evaluation
from handpose.detection import evaluation as measuring
from handpose.errors import HandposeError, UsageError
from handpose.export.options import ExportConfig
from handpose.export.run import export
from handpose.export.run_folder import write_run
from handpose.models.detector.model import build_detector


@pytest.fixture
def run(config, tmp_path):
    """A run of a detector that has learnt nothing and is half sure of everything."""
    folder, network = tmp_path / "detector_run", build_detector(config).network
    write_run(network, config, folder)
    return folder


@pytest.fixture
def boxes(tmp_path):
    """Two photographs, one with a box."""
    folder = tmp_path / "BOXES"
    folder.mkdir()
    for name in ("a.png", "b.png"):
        image = np.random.default_rng(0).integers(0, 255, (48, 64, 3), np.uint8)
        cv2.imwrite(str(folder / name), image)
    about = {"width": 64, "height": 48}
    entries = [
        {"image": "a.png", "boxes": [[5, 5, 30, 30]], **about},
        {"image": "b.png", "boxes": [], **about},
    ]
    (folder / "annotations.json").write_text(json.dumps(entries))
    return folder


def test_a_run_on_records(config, run, capsys):
    # Whose task is the run's, without being told.
    folder = evaluation(config.replace(load_path=str(run), task="landmarks", plot_eval=True))
    assert folder == run / "results" / "RHD_detection"
    content = json.loads((folder / "results.json").read_text())
    assert content["pictures"] == 16
    assert content["sizes"][0]["hands"] == 16
    assert content["about"]["run"] == "detector_run"
    rows = list(csv.DictReader((folder / "results.csv").read_text().splitlines()))
    assert [row["size"] for row in rows][:2] == ["all", "24 to 48"]
    assert float(rows[0]["threshold"]) == 0.38
    assert len(list((folder / "panels").iterdir())) == 16
    said = capsys.readouterr().out
    assert "detector_run on RHD eval, 16 pictures" in said
    assert f"results in {folder}" in said


@pytest.mark.parametrize("name", ["", "shipped"])
def test_the_shipped_detector_is_measured_when_none_or_it_is_named(config, boxes, tmp_path, name):
    given = config.replace(task="detection", load_path=name, dataset_type="BOXES", crop_size=None,
                           dataset_path=str(boxes), save_result_path=str(tmp_path))  # fmt: skip
    content = json.loads((evaluation(given) / "results.json").read_text())
    assert content["about"]["run"] == "detector_float16"


def test_parts_of_the_pictures_are_searched_when_asked(config, boxes, tmp_path, monkeypatch):
    asked = []

    def detect(model, image, tiles):
        asked.append(tiles)
        return detections(*[([n, 0, 20, 20], 0, 1 - n / 40) for n in range(20)])

    monkeypatch.setattr(measuring, "detect", detect)
    given = config.replace(task="detection", load_path="shipped", dataset_type="BOXES",
                           crop_size=None, tiles=3, dataset_path=str(boxes),
                           save_result_path=str(tmp_path))  # fmt: skip
    found = json.loads((evaluation(given) / "predictions.json").read_text())
    assert asked == [3, 3]
    assert len(found) == 2 * 16  # the surest of 20


def test_a_file_on_photographs_with_boxes(config, run, boxes, tmp_path):
    out = str(tmp_path / "out")
    options = ExportConfig(load_path=str(run), formats=["litert_float32"], out=out,
                           data_path=config.data_path, pictures=8)  # fmt: skip
    file = export(options) / "detector_float32.tflite"
    given = config.replace(load_path=str(file), dataset_type="BOXES", dataset_path=str(boxes),
                           save_result_path=str(tmp_path / "res"), threshold=0.0)  # fmt: skip
    folder = evaluation(given)
    content = json.loads((folder / "results.json").read_text())
    assert (content["pictures"], content["sizes"][0]["hands"]) == (2, 1)
    assert content["chosen"]["threshold"] == 0
    found = json.loads((folder / "predictions.json").read_text())
    assert {entry["file_name"] for entry in found} == {"a.png", "b.png"}
    x, y, w, h = np.array([entry["bbox"] for entry in found]).T
    assert x.min() >= 0
    assert y.min() >= 0
    assert (x + w).max() <= 64.001
    assert (y + h).max() <= 48.001


def test_anybodys_boxes_on_photographs(config, boxes, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    # IoU 28 * 30 / (900 + 900 - 840) = 0.875 with the hand, and one where none is.
    theirs = [
        {"file_name": "a.png", "bbox": [7, 5, 30, 30], "score": 0.8},
        {"file_name": "b.png", "bbox": [7, 5, 30, 30], "score": 0.6},
        {"file_name": "c.png", "bbox": [7, 5, 30, 30], "score": 0.6},
    ]
    (tmp_path / "theirs.json").write_text(json.dumps(theirs))
    given = config.replace(predictions="theirs.json", dataset_type="BOXES",
                           dataset_path=str(boxes))  # fmt: skip
    folder = evaluation(given)
    assert str(folder) == "evaluation_theirs_BOXES_detection"
    content = json.loads((folder / "results.json").read_text())
    assert content["about"]["run"] == "theirs"
    assert content["chosen"]["recall"] == 1
    assert content["chosen"]["false_hands"] == 0.5
    assert content["sizes"][0]["ap50"] == pytest.approx(1)
    assert "1 of 3 pictures are not measured on, like 'c.png'" in capsys.readouterr().err


def test_photographs_with_boxes_need_a_detector(config):
    with pytest.raises(UsageError, match=r"BOXES: .*--task=detection"):
        evaluation(config.replace(task="landmarks", dataset_type="BOXES"))


def test_another_task_than_the_runs_is_refused(config, tmp_path):
    landmarks = config.replace(task="landmarks")
    folder = tmp_path / "landmarks_run"
    write_run(build_detector(config).network, landmarks, folder)
    with pytest.raises(UsageError, match=r"--task=detection: .* was trained with task=landmarks"):
        evaluation(config.replace(load_path=str(folder)))


def test_a_missing_detector_leaves_no_folder_behind(config, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(HandposeError, match=r"none\.tflite: no such file"):
        evaluation(config.replace(load_path="none.tflite"))
    assert not list(tmp_path.glob("evaluation_*"))
