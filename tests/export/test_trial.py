"""What is on trial takes its place only when nothing went wrong."""

import pytest

from handpose.errors import HandposeError
from handpose.export.trial import on_trial, size_of


def make_folder(path, text):
    (path / "inside").mkdir(parents=True)
    (path / "inside" / "part").write_text(text)


def test_a_file_and_a_folder_take_the_place_of_earlier_ones(tmp_path):
    (tmp_path / "file").write_text("old")
    make_folder(tmp_path / "folder", "old")
    with on_trial(tmp_path / "file") as trial:
        trial.write_text("new")
    with on_trial(tmp_path / "folder") as trial:
        make_folder(trial, "newer")
    assert (tmp_path / "file").read_text() == "new"
    assert (tmp_path / "folder" / "inside" / "part").read_text() == "newer"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder"]
    assert size_of(tmp_path / "folder") == 5


def fail_at(path, error):
    with on_trial(path) as trial:
        make_folder(trial, "new")
        raise error


def test_an_error_leaves_what_was_there(tmp_path):
    make_folder(tmp_path / "folder", "old")
    with pytest.raises(KeyError):
        fail_at(tmp_path / "folder", KeyError())
    assert (tmp_path / "folder" / "inside" / "part").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


def test_what_an_interrupted_run_left_is_no_obstacle(tmp_path):
    make_folder(tmp_path / ".trial_folder", "left")
    with on_trial(tmp_path / "folder") as trial:
        make_folder(trial, "new")
    assert (tmp_path / "folder" / "inside" / "part").read_text() == "new"


def test_a_full_disk_is_said_in_one_line(tmp_path):
    with pytest.raises(HandposeError, match=r"folder: cannot be written \(No space left\)"):
        fail_at(tmp_path / "folder", OSError(28, "No space left"))
    assert not list(tmp_path.iterdir())
