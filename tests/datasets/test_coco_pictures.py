"""Where the pictures of a label file are looked for."""

from pathlib import Path

import pytest

from handpose.datasets.coco_pictures import find_picture, picture_folders
from handpose.errors import BadSampleError


def test_pictures_are_sought_beside_the_file_and_beside_its_annotations_folder():
    folders = picture_folders(Path("set/annotations/person_keypoints_default.json"), "")
    for folder in ("set/annotations", "set", "set/images", "set/images/default", "set/default"):
        assert Path(folder) in folders


def test_a_given_folder_is_the_only_one():
    assert picture_folders(Path("set/labels.json"), "pictures") == [Path("pictures")]


def test_an_uploads_prefix_is_dropped_only_when_the_whole_name_is_not_there(tmp_path):
    (tmp_path / "a.jpg").touch()
    assert find_picture("0123abcd-a.jpg", [tmp_path]) == tmp_path / "a.jpg"
    (tmp_path / "0123abcd-a.jpg").touch()
    assert find_picture("0123abcd-a.jpg", [tmp_path]) == tmp_path / "0123abcd-a.jpg"


@pytest.mark.parametrize("name", ["wholeday-a.jpg", "x/a.jpg"])
def test_another_name_is_not_bent_until_it_fits(tmp_path, name):
    (tmp_path / "a.jpg").touch()
    with pytest.raises(BadSampleError, match=f"{name}: no such picture in"):
        find_picture(name, [tmp_path])


def test_percent_signs_of_an_address_are_read(tmp_path):
    (tmp_path / "my hand.jpg").touch()
    name = "/data/local-files/?d=my%20hand.jpg"
    assert find_picture(name, [tmp_path]) == tmp_path / "my hand.jpg"


@pytest.mark.parametrize("name", ["a\0b.jpg", "x" * 300 + ".jpg", "loop/a.jpg"])
def test_a_name_that_no_file_can_have_is_a_bad_sample(tmp_path, name):
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with pytest.raises(BadSampleError):
        find_picture(name, [tmp_path])
