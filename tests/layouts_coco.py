"""Tiny label files in COCO's format: plain, COCO-WholeBody, as Label Studio and CVAT export."""

from collections.abc import Callable, Sequence
from pathlib import Path

from drawn import SIDE, Drawn
from layouts import write_json

from handpose.hand import KEYPOINTS
from handpose.sample import Sample

# The names that COCO-WholeBody and mmpose give to hand keypoints.
FINGER_WORDS = ("thumb", "forefinger", "middle_finger", "ring_finger", "pinky_finger")
NUMBERED_NAMES = ("wrist", *(f"{word}{i}" for word in FINGER_WORDS for i in (1, 2, 3, 4)))


def drawn_hands(count: int) -> list[Sample]:
    """The hands that the files below label, in order."""
    return [Drawn().sample("train", f"{number:05d}") for number in range(count)]


def flat(sample: Sample, order: Sequence[int] = range(21), v: int = 2) -> list[float]:
    """COCO's list x, y, v of a hand, row i being canonical keypoint order[i]."""
    return [value for place in order for value in (*map(float, sample.keypoints[place]), v)]


def image_entry(number: int, file_name: str) -> dict:
    return {"id": number, "file_name": file_name, "width": SIDE, "height": SIDE}


def hand_entry(number: int, sample: Sample, **more: object) -> dict:
    corner = sample.keypoints.min(0)
    box = [*map(float, corner), *map(float, sample.keypoints.max(0) - corner)]
    return {
        "id": number,
        "image_id": number,
        "category_id": 1,
        "iscrowd": 0,
        "bbox": box,
        "keypoints": flat(sample),
        "num_keypoints": 21,
        **more,
    }


def category(names: Sequence[str] = KEYPOINTS, name: str = "hand") -> dict:
    return {"id": 1, "name": name, "keypoints": list(names), "skeleton": []}


def make_coco(
    folder: Path,
    count: int = 3,
    change: Callable[[dict], object] = lambda content: None,
    labels: str = "labels.json",
    pictures: str = "images",
) -> Path:
    """A label file with `count` drawn hands beside its folder of pictures.

    change: alters the file's content before it is written.
    """
    hands = drawn_hands(count)
    content = {
        "images": [image_entry(i, f"{i:03d}.png") for i in range(count)],
        "annotations": [hand_entry(i, hand) for i, hand in enumerate(hands)],
        "categories": [category()],
    }
    for number, hand in enumerate(hands):
        write_bytes(folder / pictures / f"{number:03d}.png", hand.image)
    change(content)
    return write_json(folder / labels, content)


def make_wholebody(folder: Path) -> Path:
    """COCO-WholeBody: one person with both hands, one with a right hand only, a crowd, a blank."""
    first, second = drawn_hands(2)
    no_hand = [0.0] * 63
    person = {"category_id": 1, "keypoints": [10.0, 10.0, 2] * 17, "iscrowd": 0}
    people = [
        person | {"id": 5, "image_id": 0, **_side("left", first), **_side("right", second)},
        person | {"id": 6, "image_id": 1, **_side("right", second)}
        | {"lefthand_valid": False, "lefthand_kpts": no_hand, "lefthand_box": [0.0] * 4},
        person | {"id": 7, "image_id": 1, "iscrowd": 1, **_side("left", first)},
        person | {"id": 8, "image_id": 1, "lefthand_valid": True, "lefthand_kpts": no_hand},
    ]  # fmt: skip

    def change(content: dict) -> None:
        content["annotations"] = people
        content["categories"] = [{"id": 1, "name": "person", "keypoints": ["nose"] * 17}]

    return make_coco(folder, 2, change, "annotations/coco_wholebody_val_v1.0.json", "val2017")


def _side(side: str, hand: Sample) -> dict:
    return {
        f"{side}hand_valid": True,
        f"{side}hand_kpts": flat(hand),
        f"{side}hand_box": [0.0, 0.0, 10.0, 10.0],
    }


def make_label_studio(folder: Path, file_name: str = "images/0123abcd-{name}") -> Path:
    """Label Studio's export: box and keypoints apart, ids from 0, one category of names."""

    def change(content: dict) -> None:
        for image in content["images"]:
            image["file_name"] = file_name.format(name=image["file_name"])
        hands = drawn_hands(len(content["images"]))
        boxes = [_studio_box(i, hand.handedness == "left") for i, hand in enumerate(hands)]
        keypoints = [
            {**hand_entry(i, hand, category_id=2), "id": len(hands) + i}
            for i, hand in enumerate(hands)
        ]
        cup = _studio_box(0, left=False) | {"id": 2 * len(hands), "category_id": 3}
        content["annotations"] = [*boxes, *keypoints, cup]
        content["categories"] = [
            {"id": 0, "name": "Right hand"},
            {"id": 1, "name": "Left hand"},
            {**category(name="default"), "id": 2},
            {"id": 3, "name": "Cup"},
        ]

    return make_coco(folder, 2, change, labels="result.json")


def _studio_box(number: int, left: bool) -> dict:
    return {
        "id": number,
        "image_id": number,
        "category_id": int(left),
        "segmentation": [],
        "bbox": [1.0, 1.0, 9.0, 9.0],
        "ignore": 0,
        "iscrowd": 0,
    }


def make_cvat(folder: Path) -> Path:
    """CVAT's export: ids from 1, skeleton names in their own order, the side an attribute."""
    order = [20, *range(20)]

    def change(content: dict) -> None:
        for number, hand in enumerate(drawn_hands(len(content["images"]))):
            content["images"][number]["id"] = number + 1
            content["annotations"][number] = hand_entry(
                number + 1,
                hand,
                keypoints=flat(hand, order),
                attributes={"occluded": False, "hand": hand.handedness, "light": "dim"},
            )
        content["categories"] = [category([KEYPOINTS[place] for place in order])]

    return make_coco(
        folder, 2, change, "annotations/person_keypoints_default.json", "images/default"
    )


def write_bytes(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
