"""Records are checked when they are opened; what is wrong is named."""

import json
import shutil

import pytest
from layouts import make_rhd

from handpose.config import Config
from handpose.errors import HandposeError, UsageError
from handpose.records.convert import convert
from handpose.records.locate import open_all, record_folder
from handpose.records.reader import open_records, raw_dataset


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    data = tmp_path_factory.mktemp("data")
    make_rhd(data / "RHD_published_v2", n_train=1, n_eval=80)
    config = Config(data_path=str(data), state="eval", shard_size=32, workers=1)
    convert(config)
    return record_folder(config, "RHD", "eval")


@pytest.fixture
def folder(written, tmp_path):
    return shutil.copytree(written, tmp_path / "records")


MIDDLE = "00001-of-00003.tfrecord"


def test_records_tell_what_they_hold(folder):
    records = open_records(folder)
    assert (records.name, records.state, records.count) == ("RHD", "eval", 80)
    assert [path.name for path in records.files] == [
        "00000-of-00003.tfrecord",
        "00001-of-00003.tfrecord",
        "00002-of-00003.tfrecord",
    ]
    assert sum(1 for _ in raw_dataset(records.files)) == 80


def test_a_truncated_shard_is_named(folder):
    path = folder / MIDDLE
    size = path.stat().st_size
    path.write_bytes(path.read_bytes()[:-1])
    expected = rf"00001-of-00003.tfrecord: {size - 1} bytes, {size} expected \(truncated\?\)"
    with pytest.raises(HandposeError, match=expected):
        open_records(folder)


def test_a_shard_with_one_altered_byte_is_named(folder):
    path = folder / MIDDLE
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(HandposeError, match=r"00001-of-00003.tfrecord: altered since"):
        open_records(folder)


def test_a_missing_shard_is_named(folder):
    (folder / MIDDLE).unlink()
    with pytest.raises(HandposeError, match=r"00001-of-00003.tfrecord: missing"):
        open_records(folder)


def change_index(folder, change):
    path = folder / "index.json"
    content = json.loads(path.read_text())
    change(content)
    path.write_text(json.dumps(content))


def test_an_unfinished_conversion_is_told_apart_from_a_whole_one(folder):
    change_index(folder, lambda index: index["shards"].pop())
    with pytest.raises(HandposeError, match="2 of 3 shards are there; run its conversion again"):
        open_records(folder)


def test_records_without_a_sample_are_refused(folder):
    def empty(index):
        for shard in index["shards"]:
            shard["count"] = 0

    change_index(folder, empty)
    with pytest.raises(HandposeError, match="the records hold no sample"):
        open_records(folder)


def test_index_files_of_different_conversions_are_refused(folder):
    other = json.loads((folder / "index.json").read_text()) | {"plan": "another"}
    (folder / "index-0-of-2.json").write_text(json.dumps(other))
    with pytest.raises(HandposeError, match="index files of different conversions"):
        open_records(folder)


def test_a_folder_without_an_index_is_told_how_to_fill_it(tmp_path):
    with pytest.raises(HandposeError, match="no records here; make them with: handpose convert"):
        open_records(tmp_path)


def test_missing_records_name_the_command_that_makes_them(tmp_path):
    config = Config(data_path=str(tmp_path), dataset_type="RS_320")
    with pytest.raises(HandposeError, match="handpose convert --dataset_list=RHD --state=train"):
        open_all(config, "train")


def test_photographs_are_never_trained_on(tmp_path):
    config = Config(data_path=str(tmp_path), dataset_type="PHOTOS")
    with pytest.raises(UsageError, match="--dataset_type=PHOTOS: for evaluation only"):
        open_all(config, "train")
