"""Files are whole or not there."""

import json

import pytest

from handpose.errors import HandposeError
from handpose.files import atomic_path, write_json, write_text


def test_a_file_appears_with_its_folder(tmp_path):
    write_json(tmp_path / "a" / "b.json", {"手": 21})
    assert json.loads((tmp_path / "a" / "b.json").read_text(encoding="utf-8")) == {"手": 21}


def _write_half_and_fail(path):
    with atomic_path(path) as temporary:
        temporary.write_text("half")
        raise ZeroDivisionError


def test_a_failure_leaves_the_old_file_and_no_rest(tmp_path):
    path = tmp_path / "kept.txt"
    write_text(path, "old")
    with pytest.raises(ZeroDivisionError):
        _write_half_and_fail(path)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_the_ending_is_kept_for_writers_that_choose_the_format_by_it(tmp_path):
    with atomic_path(tmp_path / "curve.png") as temporary:
        assert temporary.suffix == ".png"
        temporary.write_bytes(b"")


def test_a_full_disk_is_one_line_that_names_the_file(tmp_path):
    with (
        pytest.raises(HandposeError, match=r"a.txt: cannot be written \(No space left"),
        atomic_path(tmp_path / "a.txt"),
    ):
        raise OSError(28, "No space left on device")


def test_a_folder_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "folder").write_text("")
    with pytest.raises(HandposeError, match="cannot be written"):
        write_text(tmp_path / "folder" / "a.txt", "text")


def test_the_longest_name_that_the_system_takes_can_be_written(tmp_path):
    path = tmp_path / ("n" * 251 + ".txt")
    write_text(path, "kept")
    assert path.read_text() == "kept"
