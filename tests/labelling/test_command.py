"""`prelabel`: which pictures, which files, and what is refused or left out."""

import json
import os
import xml.etree.ElementTree as ET
from pathlib import Path

import cv2
import numpy as np
import pytest
from encoded import jpeg, turned
from made_hands import a_row, hands_at

from handpose.errors import HandposeError, UsageError
from handpose.labelling.command import prelabel
from handpose.labelling.options import PrelabelConfig
from handpose.options import resolve


@pytest.fixture(name="photos")
def _photos(tmp_path, monkeypatch):
    """A folder `photos` where we are, with two pictures, 60 and 90 px wide."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "photos"
    (folder / "b").mkdir(parents=True)
    cv2.imwrite(str(folder / "a.png"), np.zeros((40, 60, 3), np.uint8))
    cv2.imwrite(str(folder / "b" / "a.png"), np.full((40, 90, 3), 9, np.uint8))
    return folder


def one_in_the_wide(image):
    return hands_at([a_row(5, 6)] if image.shape[1] == 90 else [])


def made(find=one_in_the_wide, **options):
    return prelabel(PrelabelConfig(**options), find)


def files_in(folder: Path):
    return sorted(path.name for path in folder.iterdir())


def content(path: Path):
    return json.loads(path.read_text(encoding="utf-8"))


def test_label_studio_gets_tasks_and_an_interface(photos):
    out = made(pictures="photos")
    assert out == Path("prelabel_photos")
    assert files_in(out) == ["label_config.xml", "tasks.json"]
    narrow, wide = content(out / "tasks.json")
    assert narrow["data"]["image"] == "/data/local-files/?d=photos/a.png"
    assert wide["data"]["image"] == "/data/local-files/?d=photos/b/a.png"
    assert narrow["predictions"] == []
    assert len(wide["predictions"][0]["result"]) == 22
    assert ET.parse(out / "label_config.xml").getroot().tag == "View"


def test_cvat_gets_coco_labels_and_its_skeleton(photos):
    out = made(pictures="photos", format="cvat", out="here")
    assert files_in(out) == ["hands.json", "labels.json"]
    assert [image["file_name"] for image in content(out / "hands.json")["images"]] == [
        "a.png",
        "b/a.png",
    ]
    assert content(out / "labels.json")[0]["name"] == "hand"


def test_coco_is_one_file(photos):
    out = made(pictures="photos", format="coco", out="here")
    assert files_in(out) == ["hands.json"]
    assert len(content(out / "hands.json")["annotations"]) == 1


@pytest.mark.parametrize(
    ("asked", "image"),
    [
        ("photos/b/a.png", "/data/local-files/?d=b/a.png"),
        ("photos/b/*.png", "/data/local-files/?d=b/a.png"),
        ("photos/*/a.png", "/data/local-files/?d=photos/b/a.png"),
    ],
)
def test_a_file_or_a_glob_may_be_asked_for(photos, asked, image):
    (task,) = content(made(pictures=asked, out="here") / "tasks.json")
    assert task["data"]["image"] == image


def test_the_current_folder_has_its_own_name_too(photos, monkeypatch):
    monkeypatch.chdir(photos)
    (task, _) = content(made(pictures=".", out="../here") / "tasks.json")
    assert task["data"]["image"] == "/data/local-files/?d=photos/a.png"


def test_image_url_names_another_server(photos):
    out = made(pictures="photos", image_url="https://example.org/p/", out="here")
    assert content(out / "tasks.json")[1]["data"]["image"] == "https://example.org/p/b/a.png"


def test_pictures_are_left_as_they_are(photos):
    before = {path: path.read_bytes() for path in photos.rglob("*.png")}
    made(pictures="photos")
    assert {path: path.read_bytes() for path in photos.rglob("*") if path.is_file()} == before


def test_what_cannot_be_used_is_named_and_left_out(photos, capfd):
    (photos / "cut.png").write_bytes((photos / "a.png").read_bytes()[:40])
    (photos / "turned.jpg").write_bytes(turned(jpeg(np.eye(30, dtype=np.uint8) * 255), 6))
    (photos / "gone.png").symlink_to("nowhere")
    out = made(pictures="photos")
    said = capfd.readouterr().err
    assert "skipped cut.png: a truncated PNG" in said
    assert "skipped gone.png: No such file or directory" in said
    assert "skipped turned.jpg: turned by its EXIF data; store it upright first: mogrify" in said
    assert "2 pictures, 1 hands, 3 skipped; open prelabel_photos" in said
    assert len(content(out / "tasks.json")) == 2


def test_exif_data_that_turn_nothing_are_no_hindrance(photos):
    (photos / "c.jpg").write_bytes(turned(jpeg(np.eye(30, dtype=np.uint8) * 255), 1))
    assert len(content(made(pictures="photos") / "tasks.json")) == 3


def test_a_name_that_json_cannot_hold_is_left_out(photos, capfd):
    odd = os.fsencode(photos) + b"/\xff.png"
    try:
        Path(os.fsdecode(odd)).write_bytes((photos / "a.png").read_bytes())
    except OSError:
        pytest.skip("this file system takes no such name")
    assert len(content(made(pictures="photos") / "tasks.json")) == 2
    assert r"skipped '\udcff.png': its name is not UTF-8; rename it" in capfd.readouterr().err


def test_a_film_with_a_pictures_ending_is_not_read(photos, capfd):
    with (photos / "film.jpg").open("wb") as film:
        film.truncate(5_000_000_000)
    made(pictures="photos")
    assert "skipped film.jpg: 5000 MB; too large to be a picture" in capfd.readouterr().err


def test_no_picture_that_can_be_used_is_an_error(photos):
    (photos / "c.png").touch()
    with pytest.raises(HandposeError, match="photos: none of 1 pictures can be used"):
        made(pictures="photos/c.png")


@pytest.mark.parametrize("there", ["tasks.json", "sub/corrected.json"])
def test_a_folder_that_holds_anything_is_not_written_into(photos, there):
    mine = Path("prelabel_photos") / there
    mine.parent.mkdir(parents=True)
    mine.write_text("mine")
    with pytest.raises(UsageError, match=r"--out=prelabel_photos: .* may hold corrected labels"):
        made(pictures="photos")
    assert mine.read_text() == "mine"


def test_a_file_in_the_way_is_named(photos):
    Path("here").write_text("mine")
    with pytest.raises(UsageError, match="--out=here: is there already"):
        made(pictures="photos", out="here")


def test_nothing_asked_for_is_a_usage_error(photos):
    with pytest.raises(UsageError, match="a folder, a file or a glob expected, like: handpose"):
        made()


def test_a_model_that_is_missing_leaves_no_folder_behind(photos):
    with pytest.raises(HandposeError, match=r"none.tflite: no such file"):
        prelabel(PrelabelConfig(pictures="photos", load_path="none.tflite"))
    assert not Path("prelabel_photos").exists()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"format": "coco", "image_url": "x"}, "--image_url: for label_studio only, --format is"),
        ({"cropped": True, "detector": "d.onnx"}, "--detector: not used with --cropped"),
        ({"cropped": True, "tiles": 2}, "--tiles=2: not used with --cropped"),
        ({"format": "voc"}, "--format=voc: not an allowed value"),
        ({"min_score": 2}, "--min_score=2.0: 0 to 1 expected"),
        ({"scores": 2}, "unknown option 'scores'"),
    ],
)
def test_options_that_cannot_be_are_refused(options, message):
    with pytest.raises(UsageError, match=message):
        resolve(PrelabelConfig, options)
