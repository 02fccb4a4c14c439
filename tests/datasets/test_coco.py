"""COCO labels: order by names, v, sides, both hands of a person, and every fault named."""

import math

import cv2
import numpy as np
import pytest
from layouts_coco import (
    NUMBERED_NAMES,
    category,
    drawn_hands,
    flat,
    make_coco,
    make_cvat,
    make_label_studio,
    make_wholebody,
)

from handpose.config import Config
from handpose.datasets.coco import label_file
from handpose.datasets.registry import open_dataset
from handpose.errors import BadSampleError, HandposeError
from handpose.hand import KEYPOINTS


def open_here(path, **options):
    return open_dataset("COCO", Config(dataset_path=str(path), **options))


def places(dataset, state):
    """The annotations' places in their list, without the mark of the file's content."""
    return [key.partition(":")[2] for key in dataset.keys(state)]


def read_first(path):
    dataset = open_here(path)
    return dataset.sample("train", dataset.keys("train")[0])


def set_keypoints(values, **more):
    def change(content):
        content["annotations"][0].update(keypoints=values, **more)

    return change


def assert_is(sample, drawn):
    np.testing.assert_allclose(sample.keypoints, drawn.keypoints, atol=1e-4)
    assert sample.image == drawn.image
    assert sample.labelled.all()
    assert sample.fault() is None


def test_every_annotation_is_a_hand_in_canonical_order(tmp_path):
    dataset = open_here(make_coco(tmp_path))
    assert places(dataset, "train") == ["0", "1", "2"]
    for key, drawn in zip(dataset.keys("train"), drawn_hands(3), strict=True):
        assert_is(dataset.sample("train", key), drawn)


def test_corrected_labels_are_other_keys(tmp_path):
    before = open_here(make_coco(tmp_path)).keys("train")
    again = open_here(make_coco(tmp_path / "copy")).keys("train")
    corrected = make_coco(tmp_path / "b", 3, set_keypoints([1.0, 2.0, 2] * 21))
    assert before == again
    assert set(before).isdisjoint(open_here(corrected).keys("train"))


def test_a_file_is_the_part_that_it_is_called(tmp_path):
    dataset = open_here(make_coco(tmp_path))
    assert dataset.keys("train") == dataset.keys("eval")


@pytest.mark.parametrize("order", [list(range(20, -1, -1)), [5, *range(5), *range(6, 21)]])
@pytest.mark.parametrize("names", [KEYPOINTS, NUMBERED_NAMES])
def test_names_decide_the_order(tmp_path, order, names):
    drawn = drawn_hands(1)[0]

    def change(content):
        content["annotations"][0]["keypoints"] = flat(drawn, order)
        content["categories"] = [category([names[place] for place in order])]

    assert_is(read_first(make_coco(tmp_path, 1, change)), drawn)


@pytest.mark.parametrize("names", [[], [str(i) for i in range(21)]])
def test_without_names_21_keypoints_are_canonical(tmp_path, names):
    path = make_coco(tmp_path, 1, lambda content: content.update(categories=[category(names)]))
    assert_is(read_first(path), drawn_hands(1)[0])


def test_a_named_part_of_the_hand_leaves_the_rest_unlabelled(tmp_path):
    def change(content):
        content["annotations"][0]["keypoints"] = [7, 8, 2, 9, 10, 1]
        content["categories"] = [category(["index_tip", "thumb_tip"])]

    sample = read_first(make_coco(tmp_path, 1, change))
    assert np.flatnonzero(sample.labelled).tolist() == [4, 8]
    assert sample.keypoints[4].tolist() == [9, 10]
    assert sample.keypoints[8].tolist() == [7, 8]


@pytest.mark.parametrize(("first", "root"), [("wrist", "wrist"), ("Palm centre", "palm")])
def test_keypoint_0_is_the_wrist_or_the_palm_as_it_is_named(tmp_path, first, root):
    names = [*KEYPOINTS[1:], first]

    def change(content):
        content["annotations"][0]["keypoints"] = flat(drawn_hands(1)[0], [*range(1, 21), 0])
        content["categories"] = [category(names)]

    sample = read_first(make_coco(tmp_path, 1, change))
    assert sample.root == root
    assert_is(sample, drawn_hands(1)[0])


def with_v(*flags):
    values = flat(drawn_hands(1)[0])
    values[2 : 3 * len(flags) : 3] = flags
    return values


def test_v_of_1_is_hidden_where_the_file_knows_2(tmp_path):
    sample = read_first(make_coco(tmp_path, 2, set_keypoints(with_v(0, 1, 2))))
    assert sample.labelled[:3].tolist() == [False, True, True]
    assert sample.visible[:3].tolist() == [False, False, True]


def test_keypoints_in_threes_are_read_like_flat_ones(tmp_path):
    values = np.reshape(with_v(0, 1, 2), (21, 3)).tolist()
    sample = read_first(make_coco(tmp_path, 1, set_keypoints(values)))
    assert sample.visible[:3].tolist() == [False, False, True]
    blank = make_coco(tmp_path / "blank", 2, set_keypoints([[0, 0, 0]] * 21))
    assert places(open_here(blank), "train") == ["1"]


def test_v_of_1_is_visible_where_no_2_is_in_the_whole_file(tmp_path):
    sample = read_first(make_coco(tmp_path, 1, set_keypoints(with_v(0, *[1] * 20))))
    assert sample.labelled.tolist() == [False] + [True] * 20
    assert sample.visible.tolist() == [False] + [True] * 20


def test_another_hands_2_makes_1_hidden_here(tmp_path):
    sample = read_first(make_coco(tmp_path, 2, set_keypoints(with_v(*[1] * 21))))
    assert sample.labelled.all()
    assert not sample.visible.any()


@pytest.mark.parametrize("v", [0.14, 1.0, 1.5])
def test_a_score_instead_of_v_is_visible(tmp_path, v):
    assert read_first(make_coco(tmp_path, 1, set_keypoints(with_v(*[v] * 21)))).visible.all()


@pytest.mark.parametrize(
    ("where", "text", "side"),
    [
        ("category", "left_hand", "left"),
        ("category", "Right", "right"),
        ("category", "left or right hand", "unknown"),
        ("category", "hand", "unknown"),
        ("annotation", "right", "right"),
        ("attributes", "Left hand", "left"),
        ("attributes", "both", "unknown"),
    ],
)
def test_the_side_is_read_where_it_stands(tmp_path, where, text, side):
    def change(content):
        first = content["annotations"][0]
        if where == "category":
            content["categories"][0]["name"] = text
        elif where == "annotation":
            first["hand_type"] = text
        else:
            first["attributes"] = {"handedness": text, "view": "from the right"}

    assert read_first(make_coco(tmp_path, 1, change)).handedness == side


@pytest.mark.parametrize(
    "changes",
    [
        {"iscrowd": 1},
        {"keypoints": []},
        {"keypoints": None},
        {"keypoints": [0.0] * 63},
    ],
)
def test_crowds_and_what_has_no_keypoints_are_no_samples(tmp_path, changes):
    path = make_coco(tmp_path, 2, lambda content: content["annotations"][0].update(changes))
    assert places(open_here(path), "train") == ["1"]


def test_wholebody_has_both_hands_of_a_person(tmp_path):
    dataset = open_here(
        make_wholebody(tmp_path).parent.parent, image_path=str(tmp_path / "val2017")
    )
    assert places(dataset, "eval") == ["0/left", "0/right", "1/right"]
    left, right = (dataset.sample("eval", key) for key in ("0/left", "0/right"))
    first, second = drawn_hands(2)
    np.testing.assert_allclose(left.keypoints, first.keypoints, atol=1e-4)
    np.testing.assert_allclose(right.keypoints, second.keypoints, atol=1e-4)
    assert (left.handedness, right.handedness) == ("left", "right")
    assert left.image == right.image == first.image
    assert left.name != right.name


@pytest.mark.parametrize(
    "file_name",
    [
        "images/0123abcd-{name}",
        "images\\0123abcd-{name}",
        "/data/upload/1/0123abcd-{name}",
        "..\\..\\label-studio\\label-studio\\media\\upload\\4\\0123abcd-{name}",
        "../../label-studio/data/local-files/?d=hands/{name}",
        "/data/local-files/?d=images/{name}",
        "../somewhere/hands/{name}",
        "https://example.org/hands/images/{name}?signature=1",
    ],
)
def test_label_studio_pictures_are_found_under_any_of_its_names(tmp_path, file_name):
    dataset = open_here(make_label_studio(tmp_path, file_name))
    assert places(dataset, "train") == ["2", "3"]  # 0 and 1 are bare boxes
    for key, drawn in zip(("2", "3"), drawn_hands(2), strict=True):
        sample = dataset.sample("train", key)
        assert_is(sample, drawn)
        assert sample.handedness == drawn.handedness  # from the picture's box


def test_cvats_names_attributes_and_folders_are_read(tmp_path):
    dataset = open_here(make_cvat(tmp_path))
    for key, drawn in zip(dataset.keys("train"), drawn_hands(2), strict=True):
        sample = dataset.sample("train", key)
        assert_is(sample, drawn)
        assert sample.handedness == drawn.handedness
        assert sample.attributes["light"] == "dim"


def test_image_path_names_the_folder_of_the_pictures(tmp_path):
    path = make_coco(tmp_path / "labels", 1, pictures="../elsewhere")
    with pytest.raises(BadSampleError, match=r"000.png: no such picture in .*--image_path="):
        read_first(path)
    dataset = open_here(path, image_path=str(tmp_path / "elsewhere"))
    assert_is(dataset.sample("train", "0"), drawn_hands(1)[0])


@pytest.mark.parametrize(
    "file_name",
    ["../secret.png", "a/../../secret.png", "/etc/passwd", "/data/local-files/?d=../secret.png"],
)
def test_a_name_that_leads_out_of_the_folder_is_refused(tmp_path, file_name):
    (tmp_path / "secret.png").write_bytes(drawn_hands(1)[0].image)
    path = make_coco(
        tmp_path / "set", 1, lambda content: content["images"][0].update(file_name=file_name)
    )
    with pytest.raises(BadSampleError, match="leads out of the folder"):
        read_first(path)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"keypoints": [1.0, 2.0, 2] * 20}, "20 keypoints, 21 expected, as many as its category"),
        ({"keypoints": [1.0, 2.0, 2] * 21 + [3.0]}, "64 keypoint values, a multiple of 3 expected"),
        ({"keypoints": ["1", "2", "2"] * 21}, "keypoints of numbers x, y, v expected, got"),
        ({"keypoints": [1.0, 2.0, None] * 21}, "keypoints of numbers x, y, v expected, got"),
        ({"keypoints": "many"}, "keypoints of numbers x, y, v expected, got 'many'"),
        ({"keypoints": [1.0, 2.0, -1] * 21}, "v of 0, 1 or 2 expected"),
        ({"image_id": 77}, "no picture with id 77 in 'images'"),
    ],
)
def test_a_bad_annotation_is_named_by_its_place(tmp_path, changes, message):
    path = make_coco(tmp_path, 1, lambda content: content["annotations"][0].update(changes))
    with pytest.raises(BadSampleError, match=rf"labels.json annotations\[0\]: {message}"):
        read_first(path)


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_a_coordinate_that_is_no_number_is_a_fault_where_it_is_labelled(tmp_path, bad):
    values = [bad, 2.0, 0, bad, 2.0, 2, *flat(drawn_hands(1)[0])[6:]]
    sample = read_first(make_coco(tmp_path, 1, set_keypoints(values)))
    assert sample.fault() == "a labelled keypoint is not a finite number"
    values[5] = 0
    assert read_first(make_coco(tmp_path / "b", 1, set_keypoints(values))).fault() is None


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ((*KEYPOINTS[:20], "elbow"), "keypoint names not understood: elbow"),
        ((*KEYPOINTS[:20], "wrist"), "names of one and the same keypoint: wrist, wrist"),
        (KEYPOINTS[:20], "21 keypoints, 20 expected, as many as its category names"),
    ],
)
def test_names_that_do_not_fit_are_named(tmp_path, names, message):
    path = make_coco(tmp_path, 1, lambda content: content.update(categories=[category(names)]))
    with pytest.raises(BadSampleError, match=message):
        read_first(path)


def test_a_picture_of_another_size_than_declared_is_named(tmp_path):
    def declare(width, height):
        return lambda content: content["images"][0].update(width=width, height=height)

    scaled = make_coco(tmp_path / "a", 1, declare(320, 320))
    with pytest.raises(BadSampleError, match=r"160x160 px, labelled as 320x320 px; scaled after"):
        read_first(scaled)
    turned = make_coco(tmp_path / "b", 1, declare(100, 160))
    wide = np.zeros((100, 160, 3), np.uint8)
    cv2.imwrite(str(tmp_path / "b/images/000.png"), wide)
    with pytest.raises(BadSampleError, match=r"160x100 px, labelled as 100x160 px; turned by its"):
        read_first(turned)


def test_without_a_declared_size_none_is_checked(tmp_path):
    def change(content):
        del content["images"][0]["width"]

    assert_is(read_first(make_coco(tmp_path, 1, change)), drawn_hands(1)[0])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "not COCO keypoints: lists 'images', 'annotations' expected"),
        ('{"images": []}', "not COCO keypoints: lists 'images', 'annotations' expected"),
        ('{"images": [{}], "annotations": []}', "entries with an 'id' expected"),
        ('{"images": [], "annotations": [3]}', "entries with an 'id' expected"),
        ('{"images": [{"id": [1]}], "annotations": []}', "entries with an 'id' expected"),
    ],
)
def test_a_file_that_is_not_coco_is_named(tmp_path, text, message):
    path = tmp_path / "labels.json"
    path.write_text(text)
    with pytest.raises(HandposeError, match=f"labels.json: {message}"):
        open_here(path).keys("train")


@pytest.mark.parametrize(
    ("files", "state", "chosen"),
    [
        (["train.json", "eval.json"], "train", "train.json"),
        (["train.json", "eval.json"], "eval", "eval.json"),
        (["train.json", "train_old.json"], "train", "train.json"),
        (["annotations/onehand_train2017.json"], "train", "annotations/onehand_train2017.json"),
        (["annotations/onehand_val2017.json"], "eval", "annotations/onehand_val2017.json"),
    ],
)
def test_a_folder_has_one_file_per_part(tmp_path, files, state, chosen):
    (tmp_path / "annotations").mkdir()
    for file in files:
        (tmp_path / file).write_text("{}")
    assert label_file(tmp_path, state) == tmp_path / chosen


@pytest.mark.parametrize(
    ("files", "found"),
    [([], "none"), (["a_train.json", "b_train.json"], "a_train.json, b_train.json")],
)
def test_a_folder_without_a_clear_file_asks_for_it(tmp_path, files, found):
    for file in files:
        (tmp_path / file).write_text("{}")
    with pytest.raises(HandposeError, match=f"found {found}; give the file itself with"):
        label_file(tmp_path, "train")
