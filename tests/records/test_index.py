"""The index file: written and read, and refused when it is not one."""

import json

import pytest

from handpose.errors import HandposeError
from handpose.records.index import Index, Shard, Skipped, crc32, read_index, write_index


def an_index():
    skipped = [Skipped("color/00003.png", "a truncated PNG")]
    shards = [Shard("a.tfrecord", 7, 100, 1), Shard("b.tfrecord", 2, 50, 4_000_000_000, skipped)]
    return Index("RHD", "train", "0123abcd", 2, shards)


def test_an_index_comes_back_as_it_was_written(tmp_path):
    write_index(tmp_path / "index.json", an_index())
    assert read_index(tmp_path / "index.json") == an_index()


def test_it_counts_samples_and_lists_the_skipped():
    assert an_index().count == 9
    assert [sample.reason for sample in an_index().skipped] == ["a truncated PNG"]


def test_the_checksum_is_the_published_one(tmp_path):
    # The check value of CRC-32 (ISO-HDLC): "123456789" gives 0xCBF43926.
    (tmp_path / "digits").write_bytes(b"123456789")
    assert crc32(tmp_path / "digits") == 0xCBF43926


def test_a_missing_index_names_the_command(tmp_path):
    with pytest.raises(HandposeError, match="no such records; make them with: handpose convert"):
        read_index(tmp_path / "index.json")


def changed(**changes):
    return json.dumps({"format": 1, "name": "X", "state": "train", "plan": "",
                       "total_shards": 0, "shards": []} | changes)  # fmt: skip


SHARD = {"file": "a.tfrecord", "count": 1, "size": 2, "crc32": 3, "skipped": []}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not JSON",
        "[]",
        "3",
        "{}",
        changed(format=99),
        changed(shards=None),
        changed(shards=[3]),
        changed(surprise=1),
        changed(shards=[SHARD | {"file": "../../secret"}]),
        changed(shards=[SHARD | {"file": 7}]),
        changed(shards=[SHARD | {"count": "1"}]),
    ],
)
def test_anything_else_is_refused_with_its_path(tmp_path, text):
    path = tmp_path / "index.json"
    path.write_text(text)
    with pytest.raises(HandposeError, match=r"index\.json: not an index of records .*delete it"):
        read_index(path)


def test_the_smallest_index_is_accepted(tmp_path):
    path = tmp_path / "index.json"
    path.write_text(changed(shards=[SHARD]))
    assert read_index(path).count == 1
