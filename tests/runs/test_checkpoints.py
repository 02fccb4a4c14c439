"""Checkpoints: whole or not there, the newest few kept, a damaged one passed over."""

import numpy as np
import pytest

from handpose.errors import HandposeError
from handpose.runs import checkpoints
from handpose.runs.checkpoints import (
    Checkpoint,
    checkpoint_files,
    newest_checkpoint,
    read_checkpoint,
    save_checkpoint,
)


def _checkpoint(iteration):
    return Checkpoint(
        iteration,
        weights={"stem/kernel": np.full((2, 3), iteration, np.float32)},
        average={"stem/kernel": np.full((2, 3), iteration / 2, np.float32)},
        optimiser={"0000": np.array(iteration, np.int64)},
        progress={"standing": {"best": None, "without_better": 0}},
    )


def test_everything_comes_back_bit_by_bit(tmp_path):
    written = _checkpoint(3)
    read = read_checkpoint(save_checkpoint(tmp_path, written, keep=1))
    assert (read.iteration, read.progress) == (3, written.progress)
    for group in ("weights", "average", "optimiser"):
        for name, array in getattr(written, group).items():
            found = getattr(read, group)[name]
            assert found.dtype == array.dtype
            np.testing.assert_array_equal(found, array)


def test_the_average_is_what_predicts_where_there_is_one():
    assert _checkpoint(4).best_use["stem/kernel"][0, 0] == 2
    assert Checkpoint(4, {"a": np.ones(1)}).best_use["a"] == 1


def test_only_the_newest_are_kept(tmp_path):
    for iteration in (5, 10, 15, 20):
        save_checkpoint(tmp_path, _checkpoint(iteration), keep=2)
    names = [path.name for path in checkpoint_files(tmp_path)]
    assert names == ["iteration_00000015.npz", "iteration_00000020.npz"]


def test_a_run_without_checkpoints_has_no_newest(tmp_path):
    assert newest_checkpoint(tmp_path) is None


def _alter(path):
    content = bytearray(path.read_bytes())
    place = content.find(np.full((2, 3), 10, np.float32).tobytes())
    content[place] ^= 1
    path.write_bytes(content)


def _truncate(path):
    path.write_bytes(path.read_bytes()[:-100])


@pytest.mark.parametrize("damage", [_alter, _truncate])
def test_a_damaged_newest_is_named_and_the_one_before_is_taken(damage, tmp_path, capsys):
    save_checkpoint(tmp_path, _checkpoint(5), keep=3)
    damage(save_checkpoint(tmp_path, _checkpoint(10), keep=3))
    assert newest_checkpoint(tmp_path).iteration == 5
    said = capsys.readouterr().err
    assert "iteration_00000010.npz: not a whole checkpoint" in said
    assert "falling back to the one before" in said


def test_all_damaged_is_an_error(tmp_path):
    _truncate(save_checkpoint(tmp_path, _checkpoint(5), keep=3))
    with pytest.raises(HandposeError, match="every checkpoint is damaged"):
        newest_checkpoint(tmp_path)


@pytest.mark.parametrize("content", [b"", b"text", b"PK\x03\x04 rest"])
def test_another_file_is_not_a_checkpoint(content, tmp_path):
    path = tmp_path / "a.npz"
    path.write_bytes(content)
    with pytest.raises(HandposeError, match="not a whole checkpoint"):
        read_checkpoint(path)


def test_a_pickle_inside_is_refused(tmp_path):
    path = tmp_path / "a.npz"
    np.savez(path, about=np.array({"iteration": 1}, dtype=object))
    with pytest.raises(HandposeError, match="not a whole checkpoint"):
        read_checkpoint(path)


def test_a_full_disk_leaves_the_earlier_checkpoints_intact(tmp_path, monkeypatch):
    kept = save_checkpoint(tmp_path, _checkpoint(5), keep=1)
    before = kept.read_bytes()

    def full_disk(path, **arrays):
        path.write_bytes(b"half a file")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(checkpoints.np, "savez", full_disk)
    with pytest.raises(HandposeError, match="No space left on device"):
        save_checkpoint(tmp_path, _checkpoint(10), keep=1)
    assert list(kept.parent.iterdir()) == [kept]
    assert kept.read_bytes() == before
