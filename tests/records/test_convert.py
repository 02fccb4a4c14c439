"""Conversion: parallel, resumable, divided among machines, honest about bad samples."""

import pickle
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from layouts import make_rhd, write_pickle

from handpose.config import Config
from handpose.errors import BadSampleError, HandposeError, UsageError
from handpose.records.convert import convert
from handpose.records.index import read_index, write_index
from handpose.records.locate import record_folder
from handpose.records.reader import open_records, raw_dataset
from handpose.records.schema import parse


def drawn(data_path, **options):
    """80 drawn hands in three shards."""
    folder = Path(data_path) / "RHD_published_v2"
    if not folder.exists():
        make_rhd(folder, n_train=1, n_eval=80)
    fixed = {"dataset_list": "RHD", "state": "eval", "shard_size": 32, "workers": 1}
    return Config(data_path=str(data_path), **fixed | options)


def folder_of(config):
    return record_folder(config, config.dataset_list, config.state)


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.glob("*.tfrecord")}


def names_in(folder):
    files = open_records(folder).files
    return [parse(one)["name"].numpy().decode() for one in raw_dataset(files)]


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    config = drawn(tmp_path_factory.mktemp("whole"))
    convert(config)
    return folder_of(config)


def test_every_sample_is_written_once_in_order(whole):
    assert names_in(whole) == [f"evaluation/color/{number:05d}.png" for number in range(80)]


def test_the_index_holds_counts_and_no_temporary_file_stays(whole):
    index = read_index(whole / "index.json")
    assert sorted(shard.count for shard in index.shards) == [16, 32, 32]
    assert (index.name, index.state, index.total_shards) == ("RHD", "eval", 3)
    assert sorted(path.name for path in whole.iterdir()) == [
        "00000-of-00003.tfrecord",
        "00001-of-00003.tfrecord",
        "00002-of-00003.tfrecord",
        "index.json",
    ]


def test_records_take_little_more_room_than_the_pictures(whole):
    colour = whole.parents[2] / "RHD_published_v2" / "evaluation" / "color"
    pictures = sum(path.stat().st_size for path in colour.iterdir())
    assert sum(map(len, contents(whole).values())) <= 1.05 * pictures


KILLED_AFTER_ITS_FIRST_SHARD = """
import os, signal, sys
from handpose.config import Config
from handpose.records import convert

written = convert.write_index
def write_then_die(path, index):
    written(path, index)
    if index.shards:
        os.kill(os.getpid(), signal.SIGKILL)

convert.write_index = write_then_die
convert.convert(Config(data_path=sys.argv[1], dataset_list="RHD", state="eval", shard_size=32,
                       workers=1))
"""


@pytest.mark.slow
def test_a_killed_conversion_goes_on_where_it_stopped(tmp_path, whole):
    config = drawn(tmp_path)
    command = [sys.executable, "-c", KILLED_AFTER_ITS_FIRST_SHARD, str(tmp_path)]
    assert subprocess.run(command, capture_output=True).returncode == -signal.SIGKILL
    before = {path: path.stat().st_mtime_ns for path in folder_of(config).glob("*.tfrecord")}
    assert len(before) == 1
    # Two processes finish what one began, so that the number of workers is seen not to matter.
    convert(config.replace(workers=2))
    assert contents(folder_of(config)) == contents(whole)
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_a_half_written_shard_of_a_killed_conversion_is_removed(tmp_path):
    config = drawn(tmp_path)
    leftover = folder_of(config) / ".00001-of-00003.4711.part.tfrecord"
    leftover.parent.mkdir(parents=True)
    leftover.write_bytes(b"half")
    convert(config)
    assert not leftover.exists()


def copied(whole, tmp_path):
    config = drawn(tmp_path)
    shutil.copytree(whole, folder_of(config))
    return config


def lose(path):
    path.unlink()


def truncate(path):
    path.write_bytes(path.read_bytes()[:-1])


@pytest.mark.parametrize("damage", [lose, truncate])
def test_a_lost_or_truncated_shard_is_written_again(tmp_path, whole, damage):
    config = copied(whole, tmp_path)
    damage(folder_of(config) / "00001-of-00003.tfrecord")
    convert(config)
    assert contents(folder_of(config)) == contents(whole)
    assert open_records(folder_of(config)).count == 80


def test_another_division_replaces_the_old_shards(tmp_path, whole):
    config = copied(whole, tmp_path).replace(shard_size=64)
    convert(config)
    assert sorted(contents(folder_of(config))) == [
        "00000-of-00002.tfrecord",
        "00001-of-00002.tfrecord",
    ]
    assert open_records(folder_of(config)).count == 80


def test_an_index_that_is_none_is_not_overwritten(tmp_path, whole):
    config = copied(whole, tmp_path)
    (folder_of(config) / "index.json").write_text("{")
    with pytest.raises(HandposeError, match=r"not an index of records .* delete it"):
        convert(config)


def test_the_parts_of_two_machines_are_the_whole(tmp_path, whole):
    convert(drawn(tmp_path, shard="0/2"))
    folder = folder_of(drawn(tmp_path))
    with pytest.raises(HandposeError, match=r"2 of 3 shards are there.*--shard=i/n"):
        open_records(folder)
    convert(drawn(tmp_path, shard="1/2"))
    assert contents(folder) == contents(whole)
    assert open_records(folder).count == 80


@pytest.mark.parametrize("shard", ["2/2", "1", "a/b", "-1/2", "1/0", "/"])
def test_an_impossible_part_is_refused(tmp_path, shard):
    with pytest.raises(UsageError, match=r"i/n with i from 0 to n-1 expected, like 0/4"):
        convert(drawn(tmp_path, shard=shard))


def test_two_datasets_are_converted_with_one_command(tmp_path):
    config = drawn(tmp_path, dataset_list="RHD/RHD_slim")
    convert(config)
    assert open_records(record_folder(config, "RHD", "eval")).count == 80
    assert open_records(record_folder(config, "RHD_slim", "eval")).count == 80


def test_an_unknown_dataset_is_named_with_the_nearest(tmp_path):
    with pytest.raises(UsageError, match=r"--dataset_list=RDH: .*did you mean RHD\?"):
        convert(drawn(tmp_path, dataset_list="RDH"))


@pytest.fixture
def rhd(tmp_path):
    """Four pictures: the second is truncated, the third has a label that is no number."""
    root = make_rhd(tmp_path / "RHD_published_v2", n_train=4, n_eval=1)
    picture = root / "training" / "color" / "00001.png"
    picture.write_bytes(picture.read_bytes()[:3000])
    labels = root / "training" / "anno_training.pickle"
    annotations = pickle.loads(labels.read_bytes())
    annotations[2]["uv_vis"] = "none"
    write_pickle(labels, annotations)
    return Config(data_path=str(tmp_path), dataset_list="RHD", shard_size=2, workers=1)


def test_bad_samples_are_skipped_counted_and_named(rhd, capsys):
    convert(rhd)
    said = capsys.readouterr().err
    assert "2 samples in" in said
    assert "2 skipped" in said
    assert "skipped training/color/00001.png: a truncated PNG" in said
    assert "anno_training.pickle: picture 00002: " in said
    index = read_index(folder_of(rhd) / "index.json")
    assert len(index.skipped) == 2
    assert names_in(folder_of(rhd)) == ["training/color/00000.png", "training/color/00003.png"]


@pytest.mark.slow
def test_strict_stops_at_the_first_bad_sample_in_a_worker_too(rhd):
    # The very error must cross the border between processes.
    with pytest.raises(BadSampleError, match=r"00001\.png: a truncated PNG") as caught:
        convert(rhd.replace(strict=True, workers=2, shard_size=3))
    assert caught.value.reason == "a truncated PNG"
    left = [path.name for path in folder_of(rhd).iterdir() if "tfrecord" in path.name]
    assert set(left) <= {"00001-of-00002.tfrecord"}


def test_strict_stops_at_what_an_earlier_run_skipped(rhd):
    convert(rhd)
    with pytest.raises(BadSampleError, match="a truncated PNG"):
        convert(rhd.replace(strict=True))


def test_a_mended_picture_is_taken_in_by_strict(rhd, capsys):
    rhd = rhd.replace(shard_size=1)
    convert(rhd)
    pictures = Path(rhd.data_path) / "RHD_published_v2" / "training" / "color"
    shutil.copy(pictures / "00000.png", pictures / "00001.png")
    with pytest.raises(BadSampleError, match="picture 00002"):
        convert(rhd.replace(strict=True))
    convert(rhd)
    assert "3 samples in" in capsys.readouterr().err


def test_an_empty_dataset_is_an_error(tmp_path):
    write_pickle(tmp_path / "RHD_published_v2/training/anno_training.pickle", {})
    with pytest.raises(HandposeError, match="RHD: no sample in its part 'train'"):
        convert(Config(data_path=str(tmp_path), dataset_list="RHD"))


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    # A file where the folder should be stops every user, the administrator included.
    (tmp_path / "TFRecords").write_text("in the way")
    with pytest.raises(HandposeError, match=r"TFRecords.* cannot be written"):
        convert(drawn(tmp_path))


def test_an_index_of_the_same_plan_without_its_shards_is_not_believed(tmp_path, whole):
    config = drawn(tmp_path)
    index = read_index(whole / "index.json")
    write_index(folder_of(config) / "index.json", index)
    convert(config)
    assert contents(folder_of(config)) == contents(whole)
