"""Label Studio's export: whose keypoint is whose, which annotation counts, every fault named."""

import json
import math

import numpy as np
import pytest
from layouts_coco import drawn_hands
from layouts_label_studio import annotation, box, hand, hidden, keypoint, make_export

from handpose.config import Config
from handpose.datasets.registry import open_dataset
from handpose.errors import BadSampleError, HandposeError
from handpose.hand import KEYPOINTS, ORDERS


def open_here(path, **options):
    return open_dataset("LABEL_STUDIO", Config(dataset_path=str(path), **options))


def samples(path):
    dataset = open_here(path)
    return [dataset.sample("train", key) for key in dataset.keys("train")]


def places(path):
    """The keys without the mark of the file's content."""
    return [key.partition(":")[2] for key in open_here(path).keys("train")]


def labelled_with(tmp_path, *results):
    """An export of one task whose only annotation has these results."""
    return make_export(
        tmp_path, 1, lambda tasks: tasks[0].update(annotations=[annotation(results)])
    )


def uv(sample, name):
    return sample.keypoints[KEYPOINTS.index(name)].tolist()


def names(sample):
    return {KEYPOINTS[place] for place in np.flatnonzero(sample.labelled)}


def test_percent_become_pixels_of_the_stored_picture(tmp_path):
    for sample, drawn in zip(samples(make_export(tmp_path)), drawn_hands(2), strict=True):
        np.testing.assert_allclose(sample.keypoints, drawn.keypoints, atol=1e-3)
        assert sample.image == drawn.image
        assert sample.handedness == drawn.handedness
        assert sample.labelled.all()
        assert sample.visible.all()
        assert sample.root == "wrist"
        assert sample.fault() is None


def test_percent_are_of_each_side_of_its_own(tmp_path):
    import cv2

    path = labelled_with(tmp_path, keypoint("a", "wrist", 25, 75))
    cv2.imwrite(str(tmp_path / "photos/000.png"), np.zeros((100, 400, 3), np.uint8))
    content = json.loads(path.read_text())
    content[0]["annotations"][0]["result"][0].update(original_width=400, original_height=100)
    path.write_text(json.dumps(content))
    assert uv(samples(path)[0], "wrist") == [100, 75]


def test_names_decide_and_not_the_order_of_the_regions(tmp_path):
    drawn = drawn_hands(1)[0]
    whole, *points = hand(drawn)
    mixed = [points[place] for place in ORDERS["stb"]]
    (sample,) = samples(labelled_with(tmp_path, *mixed, whole))
    np.testing.assert_allclose(sample.keypoints, drawn.keypoints, atol=1e-3)


def test_what_was_not_drawn_is_not_labelled_and_hidden_is_not_visible(tmp_path):
    drawn = [keypoint("a", "wrist", 10, 20), keypoint("b", "ring_tip", 30, 40), hidden("b")]
    (sample,) = samples(labelled_with(tmp_path, *drawn))
    assert names(sample) == {"wrist", "ring_tip"}
    assert np.flatnonzero(sample.visible).tolist() == [0]


def test_without_a_box_all_keypoints_are_one_hand_of_an_unknown_side(tmp_path):
    drawn = [keypoint("a", "wrist", 10, 20), keypoint("b", "thumb_tip", 90, 90)]
    (sample,) = samples(labelled_with(tmp_path, *drawn))
    assert names(sample) == {"wrist", "thumb_tip"}
    assert sample.handedness == "unknown"


def test_the_palm_in_the_wrists_place_is_kept_as_such(tmp_path):
    (sample,) = samples(labelled_with(tmp_path, keypoint("a", "palm", 10, 20)))
    assert sample.root == "palm"
    assert names(sample) == {"wrist"}


def two_boxes():
    """A left hand's box over the left two thirds, a right one's over the right two thirds."""
    return [box("l", "left_hand", 0, 0, 66, 100), box("r", "right_hand", 33, 0, 66, 100)]


def test_each_keypoint_is_of_the_box_that_it_hangs_below(tmp_path):
    crossed = [keypoint("a", "wrist", 90, 50, "l"), keypoint("b", "wrist", 10, 50, "r")]
    left, right = samples(labelled_with(tmp_path, *two_boxes(), *crossed))
    assert (left.handedness, uv(left, "wrist")) == ("left", [144, 80])
    assert (right.handedness, uv(right, "wrist")) == ("right", [16, 80])
    assert left.name != right.name


def test_a_keypoint_below_a_keypoint_is_of_that_ones_box(tmp_path):
    chain = [keypoint("a", "wrist", 90, 50, "l"), keypoint("b", "thumb_tip", 90, 60, "a")]
    (left,) = samples(labelled_with(tmp_path, *two_boxes(), *chain))
    assert names(left) == {"wrist", "thumb_tip"}


def test_a_keypoint_below_nothing_is_of_the_only_box_round_it(tmp_path):
    drawn = [keypoint("a", "wrist", 10, 50), keypoint("b", "wrist", 90, 50)]
    left, right = samples(labelled_with(tmp_path, *two_boxes(), *drawn))
    assert (left.handedness, uv(left, "wrist")) == ("left", [16, 80])
    assert (right.handedness, uv(right, "wrist")) == ("right", [144, 80])


def test_a_single_box_has_the_keypoints_outside_it_too(tmp_path):
    drawn = [box("l", "left_hand", 0, 0, 10, 10), keypoint("a", "wrist", 90, 50)]
    (left,) = samples(labelled_with(tmp_path, *drawn))
    assert left.handedness == "left"
    assert names(left) == {"wrist"}


@pytest.mark.parametrize(
    "loose",
    [
        pytest.param(keypoint("a", "thumb_tip", 50, 50), id="in both boxes"),
        pytest.param(keypoint("a", "thumb_tip", 99.5, 50), id="in none"),
        pytest.param(keypoint("a", "thumb_tip", 50, 50, "a"), id="below itself"),
        pytest.param(keypoint("a", "thumb_tip", 50, 50, "gone"), id="below what was deleted"),
    ],
)
def test_a_keypoint_of_no_clear_box_is_named_and_the_others_are_kept(tmp_path, loose):
    path = labelled_with(tmp_path, *two_boxes(), keypoint("b", "wrist", 10, 50), loose)
    dataset = open_here(path)
    first, second = dataset.keys("train")
    assert names(dataset.sample("train", first)) == {"wrist"}
    with pytest.raises(
        BadSampleError,
        match=r"export.json task 100 hand 2: in no box, or in several: thumb_tip; drag them onto",
    ):
        dataset.sample("train", second)


def test_a_turned_box_holds_only_what_hangs_below_it(tmp_path):
    left, right = two_boxes()
    left["value"]["rotation"] = 30
    path = labelled_with(tmp_path, left, right, keypoint("a", "wrist", 50, 50))
    (sample,) = samples(path)
    assert sample.handedness == "right"


def test_boxes_without_keypoints_are_no_hands(tmp_path):
    path = labelled_with(tmp_path, *two_boxes(), keypoint("a", "wrist", 10, 50, "r"))
    assert [sample.handedness for sample in samples(path)] == ["right"]


@pytest.mark.parametrize(
    ("name", "side"),
    [
        ("left_hand", "left"),
        ("Right hand", "right"),
        ("hand", "unknown"),
        ("left right", "unknown"),
    ],
)
def test_the_box_says_whose_hand_it_is(tmp_path, name, side):
    drawn = [box("b", name, 0, 0, 100, 100), keypoint("a", "wrist", 10, 50, "b")]
    assert samples(labelled_with(tmp_path, *drawn))[0].handedness == side


def test_the_annotation_submitted_last_counts(tmp_path):
    def at(x, number, **more):
        return annotation([keypoint("a", "wrist", x, 50)], number, **more)

    skipped = at(40, 9, was_cancelled=True)
    given = [at(10, 1), at(30, 3), at(20, 2), skipped]
    path = make_export(tmp_path, 1, lambda tasks: tasks[0].update(annotations=given))
    (sample,) = samples(path)
    assert uv(sample, "wrist") == [48, 80]
    assert sample.attributes == {"task": "100", "annotation": "3"}


def test_predictions_drafts_and_what_was_skipped_or_left_empty_are_no_samples(tmp_path):
    draft = [{"result": hand(drawn_hands(1)[0])}]

    def change(tasks):
        tasks[0].update(annotations=[], predictions=draft, drafts=draft)
        tasks[1].update(annotations=[annotation([])])
        tasks[2].update(annotations=[annotation(hand(drawn_hands(1)[0]), was_cancelled=True)])
        del tasks[3]["annotations"]

    assert places(make_export(tmp_path, 5, change)) == ["4/0"]


def test_other_tools_of_the_project_are_passed_over(tmp_path):
    relation = {"from_id": "a", "to_id": "b", "type": "relation", "direction": "right"}
    note = {"id": "n", "from_name": "t", "to_name": "image", "type": "textarea", "value": {}}
    path = labelled_with(tmp_path, relation, note, keypoint("a", "wrist", 10, 20))
    assert names(samples(path)[0]) == {"wrist"}


def test_corrected_labels_are_other_keys(tmp_path):
    before = open_here(make_export(tmp_path)).keys("train")
    again = open_here(make_export(tmp_path / "again")).keys("train")
    moved = make_export(
        tmp_path / "moved", 2, lambda t: t[0]["annotations"][0]["result"][1]["value"].update(x=1)
    )
    assert before == again
    assert set(before).isdisjoint(open_here(moved).keys("train"))


@pytest.mark.parametrize(
    "picture",
    [
        "/data/local-files/?d=photos/kitchen/a%20%23b.png",
        "/data/local-files/?d=somewhere/else/photos/kitchen/a%20%23b.png",
        "https://example.org/bucket/kitchen/a%20%23b.png?signature=1",
        "s3://bucket/kitchen/a%20%23b.png",
        "kitchen/a #b.png",
    ],
)
def test_a_picture_is_found_by_the_end_of_its_address(tmp_path, picture):
    path = make_export(tmp_path, 1, lambda tasks: tasks[0]["data"].update(image=picture))
    folder = tmp_path / "photos"
    (folder / "kitchen").mkdir()
    (folder / "000.png").rename(folder / "kitchen" / "a #b.png")
    dataset = open_here(path, image_path=str(folder))
    (key,) = dataset.keys("train")
    assert dataset.sample("train", key).image == drawn_hands(1)[0].image


def test_the_longer_end_of_an_address_wins(tmp_path):
    address = "/data/local-files/?d=x/kitchen/000.png"
    path = make_export(tmp_path, 1, lambda tasks: tasks[0]["data"].update(image=address))
    other = drawn_hands(2)[1].image
    (tmp_path / "photos/kitchen").mkdir()
    (tmp_path / "photos/kitchen/000.png").write_bytes(other)
    dataset = open_here(path, image_path=str(tmp_path / "photos"))
    (key,) = dataset.keys("train")
    assert dataset.sample("train", key).image == other


def test_a_picture_may_have_another_name_in_the_data(tmp_path):
    def change(tasks):
        tasks[0]["data"] = {"photo": tasks[0]["data"]["image"], "number": 3}

    assert samples(make_export(tmp_path, 1, change))[0].image == drawn_hands(1)[0].image


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"image": "/data/local-files/?d=../secret.png"}, "leads out of the folder"),
        ({"image": "/data/local-files/?d=photos/none.png"}, "no such picture in .*--image_path="),
        ({"image": 3}, "export.json task 100 hand 1: no picture in its data; 'image' expected"),
        ({"a": "x.png", "b": "y.png"}, "no picture in its data; 'image' expected"),
        ([], "no picture in its data; 'image' expected"),
    ],
)
def test_a_picture_that_cannot_be_is_named(tmp_path, data, message):
    path = make_export(tmp_path, 1, lambda tasks: tasks[0].update(data=data))
    with pytest.raises(BadSampleError, match=message):
        samples(path)


def with_result(**more):
    """A change of the first keypoint of the first task."""
    return lambda tasks: tasks[0]["annotations"][0]["result"][1].update(more)


def with_value(**more):
    return lambda tasks: tasks[0]["annotations"][0]["result"][1]["value"].update(more)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (with_value(x="12"), "task 100 hand 1: x of wrist is '12', percent expected"),
        (with_value(y=None), "task 100 hand 1: y of wrist is None, percent expected"),
        (with_value(x=math.nan), "task 100 hand 1: x of wrist is nan, percent expected"),
        (with_value(x=True), "task 100 hand 1: x of wrist is True, percent expected"),
        (with_value(keypointlabels=["elbow"]), "hand 1: keypoint name not understood: elbow"),
        (with_value(keypointlabels=[]), "hand 1: keypoint name not understood: $"),
        (with_value(keypointlabels=["thumb_tip"]), "hand 1: two keypoints called thumb_tip"),
        (with_result(image_rotation=90), "task 100: its picture was turned by 90 degrees; turn it"),
        (with_result(original_width=320), "160x160 px, labelled as 320x160 px; scaled after"),
        (with_result(value=7), "task 100: a result of Label Studio expected"),
        (with_result(id=[1]), "task 100: a result of Label Studio expected"),
        (lambda t: t[0].update(annotations=[{"id": 1}]), r"expected \(KeyError\('result'\)\)"),
        (lambda t: t[0].update(annotations=[annotation([3])]), "a result of Label Studio expected"),
    ],
)
def test_a_bad_region_is_named_by_its_task(tmp_path, change, message):
    with pytest.raises(BadSampleError, match=message):
        samples(make_export(tmp_path, 1, change))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ('{"images": [], "annotations": []}', "a list of tasks expected; export as JSON from"),
        ("[3]", "a list of tasks expected; export as JSON from"),
        ('[{"image": "a.png", "annotation_id": 1}]', "a task without 'data', as in JSON-MIN"),
        ('[{"data": {}, "predictions": [{}]}]', "none of 1 tasks has a submitted annotation"),
        ('[{"data": {}, "annotations": 5}]', "none of 1 tasks has a submitted annotation"),
    ],
)
def test_a_file_that_is_no_export_is_named(tmp_path, text, message):
    (tmp_path / "export.json").write_text(text)
    with pytest.raises(HandposeError, match=f"export.json: {message}"):
        open_here(tmp_path / "export.json").keys("train")


def test_a_missing_export_is_named_with_its_dataset(tmp_path):
    with pytest.raises(HandposeError, match=r"none.json: LABEL_STUDIO is not there; give the JSON"):
        open_here(tmp_path / "none.json").keys("train")


def test_a_folder_has_one_export_per_part(tmp_path):
    make_export(tmp_path).rename(tmp_path / "my_train.json")
    assert len(open_here(tmp_path).keys("train")) == 2
    with pytest.raises(HandposeError, match="one JSON file with eval or val or test in its name"):
        open_here(tmp_path).keys("eval")
