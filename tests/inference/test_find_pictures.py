"""Which pictures a folder, a file and a glob mean."""

import os
from pathlib import Path

import pytest

from handpose.errors import HandposeError, UsageError
from handpose.inference.find_pictures import find_pictures, shown


@pytest.fixture(name="photos")
def _photos(tmp_path):
    folder = tmp_path / "data" / "photos"
    for name in ("b.jpg", "a.PNG", "sub/a.PNG", "sub/deep/c.jpeg", "notes.txt", ".hidden/d.png"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    return folder


def test_a_folder_means_its_pictures_and_those_of_its_subfolders(photos):
    found = find_pictures(str(photos), "elsewhere")
    assert found.names == ("a.PNG", "b.jpg", "sub/a.PNG", "sub/deep/c.jpeg")
    assert found.root == photos
    assert found.title == "photos"


def test_a_file_is_taken_whatever_its_ending(photos):
    found = find_pictures(str(photos / "notes.txt"), "elsewhere")
    assert (found.root, found.names, found.title) == (photos, ("notes.txt",), "notes_txt")


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("*.jpg", ("b.jpg",)),
        ("*/a.PNG", ("sub/a.PNG",)),
        ("**/*.PNG", ("a.PNG", "sub/a.PNG")),
        ("s*/d*/*", ("sub/deep/c.jpeg",)),
        ("[ab].*", ("a.PNG", "b.jpg")),
    ],
)
def test_a_glob_keeps_the_folders_after_its_first_wildcard(photos, pattern, names):
    found = find_pictures(str(photos / pattern), "elsewhere")
    assert (found.root, found.names) == (photos, names)


def test_a_name_that_looks_like_a_glob_is_a_file_first(tmp_path):
    (tmp_path / "hand[1].jpg").touch()
    (tmp_path / "hand1.jpg").touch()
    assert find_pictures(str(tmp_path / "hand[1].jpg"), "").names == ("hand[1].jpg",)


def test_a_relative_path_is_tried_as_typed_then_below_data_path(photos, monkeypatch):
    data = photos.parent
    monkeypatch.chdir(photos)
    assert find_pictures("photos", data).root == data / "photos"
    assert find_pictures("sub", data).root == Path("sub")
    assert find_pictures("photos/*.jpg", data).names == ("b.jpg",)


def test_earlier_results_inside_the_folder_are_left_out(photos, monkeypatch):
    monkeypatch.chdir(photos)
    found = find_pictures(".", "elsewhere")
    assert found.outside(Path("sub")).names == ("a.PNG", "b.jpg")
    assert found.outside(photos / "sub" / "deep").names == ("a.PNG", "b.jpg", "sub/a.PNG")
    assert found.outside(photos.parent / "other").names == found.names


def test_results_among_all_pictures_are_refused(photos):
    with pytest.raises(HandposeError, match=r"holds all pictures.*--save_test_plot_path$"):
        find_pictures(str(photos / "b.jpg"), "").outside(photos)


def test_nothing_asked_for_is_wrong_usage():
    with pytest.raises(UsageError, match=r"^--test_data_path=: a folder, a file or a glob"):
        find_pictures("", "data")


def test_a_missing_path_names_both_places_tried(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(HandposeError, match=r"no folder, file or glob none or .*data/none$"):
        find_pictures("none", tmp_path / "data")


def test_a_missing_absolute_path_is_named_once(tmp_path):
    with pytest.raises(HandposeError, match=rf"glob {tmp_path}/none$"):
        find_pictures(f"{tmp_path}/none", tmp_path)


def test_a_folder_without_pictures_is_an_error(tmp_path):
    (tmp_path / "notes.txt").touch()
    with pytest.raises(HandposeError, match="no picture in"):
        find_pictures(str(tmp_path), "")


def test_links_that_lead_nowhere_are_kept_folders_and_pipes_are_not(tmp_path):
    (tmp_path / "folder.jpg").mkdir()
    (tmp_path / "endless.jpg").symlink_to("/dev/zero")
    (tmp_path / "nowhere.jpg").symlink_to("missing")
    (tmp_path / "round.jpg").symlink_to("round.jpg")
    os.mkfifo(tmp_path / "pipe.jpg")
    found = find_pictures(str(tmp_path), "")
    assert found.names == ("nowhere.jpg", "round.jpg")
    assert found.outside(tmp_path / "results").names == found.names


def test_a_tilde_is_a_home_or_else_part_of_the_name(tmp_path, monkeypatch):
    (tmp_path / "~hand.jpg").touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert find_pictures("~hand.jpg", "").names == ("~hand.jpg",)
    assert find_pictures("~/~hand.jpg", "").root == tmp_path


def test_a_name_that_the_system_refuses_is_one_line():
    with pytest.raises(HandposeError, match=r"^n+: File name too long; name another one$"):
        find_pictures("n" * 300, "")


def test_lines_stay_lines_whatever_a_name_holds():
    assert shown("two\nlines \x1b[31m \udcff 手 ü.jpg") == r"two\nlines \x1b[31m \udcff 手 ü.jpg"
