"""Label Studio's JSON export, written as its server does after people submitted their work."""

from collections.abc import Callable, Sequence
from pathlib import Path

from drawn import SIDE
from layouts import write_json
from layouts_coco import drawn_hands, write_bytes

from handpose.hand import KEYPOINTS
from handpose.sample import Sample

PICTURE = "/data/local-files/?d=photos/{:03d}.png"


def region(region_id: str, kind: str, name: str, size: int = SIDE, **value: object) -> dict:
    """A result entry; name: its label, value: its place in percent."""
    tag = {"rectanglelabels": "box", "keypointlabels": "keypoint", "choices": "visibility"}[kind]
    return {
        "original_width": size,
        "original_height": size,
        "image_rotation": 0,
        "value": value | {kind: [name]},
        "id": region_id,
        "from_name": tag,
        "to_name": "image",
        "type": kind,
        "origin": "manual",
    }


def box(region_id: str, name: str, x: float, y: float, width: float, height: float) -> dict:
    place = {"x": x, "y": y, "width": width, "height": height, "rotation": 0}
    return region(region_id, "rectanglelabels", name, **place)


def keypoint(region_id: str, name: str, x: float, y: float, parent: str = "") -> dict:
    point = region(region_id, "keypointlabels", name, x=x, y=y, width=0.4)
    return point | ({"parentID": parent} if parent else {})


def hidden(region_id: str) -> dict:
    return region(region_id, "choices", "hidden", x=0, y=0, width=0.4)


def hand(sample: Sample, box_id: str = "hand1") -> list[dict]:
    """The box and the keypoints of one drawn hand."""
    whole = box(box_id, f"{sample.handedness}_hand", 0, 0, 100, 100)
    percent = 100 * sample.keypoints / SIDE
    points = [
        keypoint(f"{box_id}_{name}", name, float(x), float(y), box_id)
        for name, (x, y) in zip(KEYPOINTS, percent, strict=True)
    ]
    return [whole, *points]


def annotation(results: Sequence[dict], number: int = 1, **more: object) -> dict:
    return {
        "id": number,
        "completed_by": 1,
        "result": list(results),
        "was_cancelled": False,
        "ground_truth": False,
        "created_at": f"2026-01-01T10:00:{number:02d}.000001Z",
        "updated_at": f"2026-01-01T10:00:{number:02d}.000001Z",
        "lead_time": 12.5,
        "prediction": {},
        "result_count": len(results),
        "task": number,
        **more,
    }


def task(number: int, annotations: Sequence[dict], **more: object) -> dict:
    return {
        "id": 100 + number,
        "annotations": list(annotations),
        "drafts": [],
        "predictions": [],
        "data": {"image": PICTURE.format(number)},
        "meta": {},
        **more,
    }


def make_export(
    folder: Path,
    count: int = 2,
    change: Callable[[list[dict]], object] = lambda tasks: None,
) -> Path:
    """An export of `count` drawn hands, one a task, beside `photos` with their pictures.

    change: alters the tasks before they are written.
    """
    hands = drawn_hands(count)
    for number, sample in enumerate(hands):
        write_bytes(folder / "photos" / f"{number:03d}.png", sample.image)
    tasks = [task(i, [annotation(hand(sample))]) for i, sample in enumerate(hands)]
    change(tasks)
    return write_json(folder / "export.json", tasks)
