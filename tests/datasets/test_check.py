"""`data check` on whole datasets: what it prints, and 1 when something is wrong."""

import pickle
import shutil

import cv2
import numpy as np
import pytest
from layouts import make_freihand, make_photos, make_rhd, make_stb, write_json, write_pickle
from layouts_coco import drawn_hands, flat, make_coco, make_wholebody
from layouts_label_studio import make_export

from handpose.config import Config
from handpose.datasets.check import SHOWN, check
from handpose.errors import HandposeError
from handpose.hand import from_canonical
from handpose.records.convert import convert


def run(path, capsys, **options):
    code = check(path, Config(**options))
    return code, capsys.readouterr().out


@pytest.mark.parametrize(
    ("make", "first"),
    [
        (make_rhd, "RHD train: 6 of 6 samples usable"),
        (make_stb, "STB train: 6 of 6 samples usable"),
        (make_freihand, "FREIHAND train: 4 of 4 samples usable"),
        (make_photos, "PHOTOS eval: 3 of 3 samples usable"),
    ],
)
def test_every_layout_is_known_and_nothing_is_wrong(tmp_path, capsys, make, first):
    code, printed = run(make(tmp_path / "set"), capsys)
    assert printed.splitlines()[0] == first
    assert printed.splitlines()[-1] == "nothing wrong"
    assert code == 0


def test_a_dataset_with_one_part_is_checked(tmp_path, capsys):
    code, printed = run(make_stb(tmp_path / "STB", sequences=("B1Random",)), capsys)
    assert (code, printed.splitlines()[0]) == (0, "STB eval: 6 of 6 samples usable")


def test_both_parts_are_counted(tmp_path, capsys):
    _, printed = run(make_rhd(tmp_path / "set"), capsys)
    assert "RHD eval: 3 of 3 samples usable" in printed
    assert "  pictures   6, 160x160 px" in printed
    assert "  keypoints  126 labelled, 126 visible, 0 outside the picture" in printed
    lefts = sum(hand.handedness == "left" for hand in drawn_hands(6))
    assert f"  hands      {lefts} left, {6 - lefts} right" in printed


def test_a_coco_file_and_a_coco_folder_are_checked(tmp_path, capsys):
    code, printed = run(make_coco(tmp_path / "a"), capsys)
    assert (code, printed.splitlines()[0]) == (0, "COCO train: 3 of 3 samples usable")
    make_coco(tmp_path / "b", 2, labels="eval.json")
    code, printed = run(tmp_path / "b", capsys)
    assert (code, printed.splitlines()[0]) == (0, "COCO eval: 2 of 2 samples usable")


def test_an_export_of_label_studio_is_checked(tmp_path, capsys):
    code, printed = run(make_export(tmp_path), capsys)
    assert (code, printed.splitlines()[0]) == (0, "LABEL_STUDIO train: 2 of 2 samples usable")


def test_a_second_hand_in_a_picture_is_no_fault(tmp_path, capsys):
    make_wholebody(tmp_path)
    code, printed = run(tmp_path, capsys, image_path=str(tmp_path / "val2017"))
    assert code == 0
    assert "  pictures   2, 160x160 px" in printed


def test_records_are_checked(tmp_path, capsys):
    make_rhd(tmp_path / "RHD_published_v2", n_train=2)
    config = Config(data_path=str(tmp_path), workers=1)
    for state in ("train", "eval"):
        convert(config.replace(state=state))
    capsys.readouterr()
    code, printed = run(config.records_folder / "RHD" / "train", capsys)
    assert (code, printed.splitlines()[0]) == (0, "records of RHD train: 2 of 2 samples usable")
    code, printed = run(config.records_folder / "RHD", capsys)
    assert "records of RHD eval: 3 of 3 samples usable" in printed
    shard = next((config.records_folder / "RHD/eval").glob("*.tfrecord"))
    shard.write_bytes(shard.read_bytes()[:-5])
    with pytest.raises(HandposeError, match=f"{shard.name}: .*truncated"):
        check(config.records_folder / "RHD/eval", Config())


def assert_found(printed, kind, line):
    lines = printed.splitlines()
    start = next(i for i, text in enumerate(lines) if text.startswith(f"{kind}: "))
    assert any(line in text for text in lines[start + 1 :]), printed


@pytest.mark.parametrize(
    ("content", "reason"), [(b"", "an empty file"), (b"\x89PNG\r\n\x1a\n", "a truncated PNG")]
)
def test_an_unreadable_picture_is_found(tmp_path, capsys, content, reason):
    folder = make_rhd(tmp_path / "set")
    (folder / "training/color/00003.png").write_bytes(content)
    code, printed = run(folder, capsys)
    assert code == 1
    assert_found(printed, "cannot be used", f"training/color/00003.png: {reason}")
    assert "RHD train: 5 of 6 samples usable" in printed


def test_a_missing_picture_is_found(tmp_path, capsys):
    folder = make_freihand(tmp_path / "set")
    (folder / "training/rgb/00000001.jpg").unlink()
    code, printed = run(folder, capsys)
    assert code == 1
    assert_found(printed, "cannot be used", "rgb/00000001.jpg: No such file or directory")


def test_a_visible_keypoint_outside_the_picture_is_found(tmp_path, capsys):
    def change(content):
        content["annotations"][1]["keypoints"][:3] = [170, 5, 2]

    code, printed = run(make_coco(tmp_path, change=change), capsys)
    assert code == 1
    assert_found(printed, "visible keypoints outside the picture", "001.png#1: 1 visible")
    assert "1 outside the picture" in printed
    assert printed.splitlines()[-1] == "1 fault"


def test_a_picture_in_both_parts_is_found(tmp_path, capsys):
    folder = make_rhd(tmp_path / "set")
    pictures = folder / "training/color", folder / "evaluation/color"
    shutil.copy(pictures[0] / "00002.png", pictures[1] / "00001.png")
    code, printed = run(folder, capsys)
    assert code == 1
    line = "evaluation/color/00001.png (eval): same picture as training/color/00002.png (train)"
    assert_found(printed, "duplicates", line)


def test_a_hand_labelled_twice_is_found(tmp_path, capsys):
    def change(content):
        content["annotations"].append(content["annotations"][0])

    code, printed = run(make_coco(tmp_path, change=change), capsys)
    assert code == 1
    assert_found(printed, "duplicates", "000.png#3 (train): same picture and labels as 000.png#0")


def test_fingers_in_rhds_own_order_are_found(tmp_path, capsys):
    def change(content):
        for entry, hand in zip(content["annotations"], drawn_hands(6), strict=True):
            entry["keypoints"] = flat(hand, list(from_canonical(np.arange(21), "rhd")))

    code, printed = run(make_coco(tmp_path, 6, change), capsys)
    assert code == 1
    assert_found(printed, "reversed hands", "000.png#0: fingers run from tip to base")
    assert_found(printed, "reversed order", "labels.json: index: most run from tip to base")


def test_fingers_in_stbs_own_order_are_found(tmp_path, capsys):
    def change(content):
        for entry, hand in zip(content["annotations"], drawn_hands(6), strict=True):
            entry["keypoints"] = flat(hand, list(from_canonical(np.arange(21), "stb")))

    code, printed = run(make_coco(tmp_path, 6, change), capsys)
    assert code == 1
    assert_found(printed, "reversed order", "most thumbs begin farther from the wrist")


def test_many_faults_are_counted_and_the_first_are_named(tmp_path, capsys):
    folder = make_rhd(tmp_path / "set", n_train=SHOWN + 3)
    for picture in (folder / "training/color").glob("*.png"):
        picture.write_bytes(b"")
    code, printed = run(folder, capsys)
    assert code == 1
    assert f"cannot be used: {SHOWN + 3}" in printed
    assert "  and 3 more" in printed


def test_a_label_without_keypoints_is_found(tmp_path, capsys):
    folder = make_rhd(tmp_path / "set")
    path = folder / "training/anno_training.pickle"
    content = pickle.loads(path.read_bytes())
    content[0]["uv_vis"][:] = 0
    write_pickle(path, content)
    code, printed = run(folder, capsys)
    assert code == 1
    assert_found(printed, "cannot be used", "00000.png: no labelled keypoint")


def test_an_empty_folder_is_no_dataset(tmp_path):
    with pytest.raises(HandposeError, match=r"no layout of RHD, STB, FreiHAND, COCO"):
        check(tmp_path, Config())
    with pytest.raises(HandposeError, match=r"none: no such file or folder"):
        check(tmp_path / "none", Config())


def test_a_dataset_without_a_sample_is_named(tmp_path):
    write_json(tmp_path / "annotations.json", [])
    with pytest.raises(HandposeError, match="PHOTOS without a single sample"):
        check(tmp_path, Config())


def test_a_photograph_list_that_is_not_json_is_named(tmp_path):
    (tmp_path / "annotations.json").write_text("[")
    with pytest.raises(HandposeError, match=r"annotations.json: not JSON"):
        check(tmp_path, Config())


def test_a_large_picture_is_measured(tmp_path, capsys):
    folder = make_photos(tmp_path / "set", count=2)
    wide = cv2.imencode(".png", np.zeros((200, 300, 3), np.uint8))[1].tobytes()
    (folder / "home/1.png").write_bytes(wide)
    _, printed = run(folder, capsys)
    assert "  pictures   2, 160x160 to 300x200 px" in printed
