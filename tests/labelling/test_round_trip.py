"""Predicted, corrected, converted: the keypoint that a person moved is in the records."""

import copy
import json
from pathlib import Path

import numpy as np
import pytest
from drawn import SIDE
from layouts_coco import drawn_hands, write_bytes
from layouts_label_studio import annotation
from made_hands import hands_at

from handpose.config import Config
from handpose.hand import KEYPOINTS
from handpose.labelling.command import prelabel
from handpose.labelling.options import PrelabelConfig
from handpose.pictures import decode, encode_png

MOVED = KEYPOINTS.index("ring_dip")
CORRECTED = (20.25, 30.75)  # uv of the moved keypoint of the right-hand picture
FIRST, SECOND = drawn_hands(2)
APART = np.array([SIDE, 0])


def a_folder(tmp_path) -> Path:
    """`photos/kitchen/two hands.png`: two drawn hands side by side."""
    both = [decode(sample.image, sample.name) for sample in (FIRST, SECOND)]
    name = tmp_path / "photos" / "kitchen" / "two hands.png"
    write_bytes(name, encode_png(np.concatenate(both, axis=1)))
    return tmp_path / "photos"


def find(image):
    """Both hands, each a bit off; the left tip of the first is doubtful."""
    assert image.shape == (SIDE, 2 * SIDE, 3)
    scores = np.full((2, 21), 0.9)
    scores[0, 20] = 0.1
    keypoints = [FIRST.keypoints + 0.5, SECOND.keypoints + APART + 0.5]
    return hands_at(keypoints, right=[0.1, 0.9], scores=scores)


def submit_in_label_studio(out: Path) -> Path:
    """Take the prediction over, move a keypoint, submit, export as JSON."""
    (task,) = json.loads((out / "tasks.json").read_text())
    results = copy.deepcopy(task["predictions"][0]["result"])
    moved = next(r for r in results if r["id"] == f"hand2_{KEYPOINTS[MOVED]}")
    u, v = CORRECTED + APART
    moved["value"] |= {"x": u / (2 * SIDE) * 100, "y": v / SIDE * 100}
    exported = task | {"id": 1, "annotations": [annotation(results)], "drafts": []}
    return written(out / "export.json", [exported])


def correct_in_cvat(out: Path) -> Path:
    """What CVAT exports of what it imported: other ids, its own fields, none of the scores."""
    content = json.loads((out / "hands.json").read_text())
    for number, hand in enumerate(content["annotations"], start=5):
        for key in ("keypoint_scores", "handedness", "presence", "score"):
            del hand[key]
        hand |= {"id": number, "attributes": hand["attributes"] | {"occluded": False}}
    moved(content)
    return written(out / "annotations" / "person_keypoints_default.json", content)


def correct_coco(out: Path) -> Path:
    """Change the file where it lies."""
    content = json.loads((out / "hands.json").read_text())
    moved(content)
    return written(out / "hands.json", content)


def moved(content: dict) -> None:
    second = content["annotations"][1]["keypoints"]
    second[3 * MOVED : 3 * MOVED + 2] = (CORRECTED + APART).tolist()


def written(path: Path, content: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content))
    return path


def converted(tmp_path: Path, dataset: str, labels: Path, photos: Path) -> list[dict]:
    from handpose.records.convert import convert
    from handpose.records.locate import record_folder
    from handpose.records.reader import open_records, raw_dataset
    from handpose.records.schema import parse

    config = Config(
        data_path=str(tmp_path / "data"),
        dataset_list=dataset,
        dataset_path=str(labels),
        image_path=str(photos),
        workers=1,
        strict=True,
    )
    convert(config)
    files = open_records(record_folder(config, dataset, "train")).files
    parsed = (parse(one) for one in raw_dataset(files))
    return [{key: value.numpy() for key, value in one.items()} for one in parsed]


@pytest.mark.parametrize(
    ("tool", "correct", "dataset"),
    [
        ("label_studio", submit_in_label_studio, "LABEL_STUDIO"),
        ("cvat", correct_in_cvat, "COCO"),
        ("coco", correct_coco, "COCO"),
    ],
)
def test_the_moved_keypoint_is_in_the_records(tmp_path, tool, correct, dataset):
    photos = a_folder(tmp_path)
    options = PrelabelConfig(pictures=str(photos), format=tool, out=str(tmp_path / "out"))
    labels = correct(prelabel(options, find))
    first, second = converted(tmp_path, dataset, labels, photos)
    expected = SECOND.keypoints + APART + 0.5
    expected[MOVED] = CORRECTED + APART
    np.testing.assert_allclose(first["keypoints"], FIRST.keypoints + 0.5, atol=0.1)
    np.testing.assert_allclose(second["keypoints"], expected, atol=0.1)
    assert (first["handedness"], second["handedness"]) == (0, 1)
    assert first["labelled"].all()
    assert second["labelled"].all()
    assert np.flatnonzero(~first["visible"]).tolist() == [20]
    assert second["visible"].all()
    assert first["image"] == (photos / "kitchen" / "two hands.png").read_bytes()
