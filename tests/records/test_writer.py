"""One shard: good samples in, bad ones named, nothing half written."""

from dataclasses import replace

import numpy as np
import pytest
from drawn import Drawn

from handpose.errors import BadSampleError
from handpose.pictures import decode
from handpose.records.index import Skipped, crc32
from handpose.records.reader import raw_dataset
from handpose.records.schema import parse
from handpose.records.writer import write_shard

KEYS = ["00000", "00001", "00002"]


class Spoilt:
    """The drawn hands, some fields of one of them changed."""

    name = "SPOILT"

    def __init__(self, key, **changes):
        self.key, self.changes = key, changes

    def sample(self, state, key):
        sample = Drawn().sample(state, key)
        return replace(sample, **self.changes) if key == self.key else sample


def with_nan():
    keypoints = np.full((21, 2), 50, np.float32)
    keypoints[3, 1] = np.nan
    return keypoints


PNG = Drawn().sample("train", "00001").image
ALTERED = PNG[:900] + bytes([PNG[900] ^ 1]) + PNG[901:]
NONE = np.zeros(21, bool)
BAD = [
    ({"keypoints": with_nan()}, "a labelled keypoint is not a finite number"),
    ({"keypoints": np.zeros((20, 2))}, "keypoints have shape (20, 2), (21, 2) expected"),
    ({"labelled": NONE, "visible": NONE}, "no labelled keypoint"),
    ({"labelled": NONE}, "a visible keypoint is not labelled"),
    ({"image": PNG[:2000]}, "a truncated PNG"),
    ({"image": ALTERED}, "an altered PNG (checksum)"),
    ({"image": b"\xff\xd8\xff\xe0 a JPEG that stops"}, "a truncated JPEG"),
    ({"image": b"GIF89a"}, "neither JPEG nor PNG"),
    ({"image": b""}, "an empty file"),
]


@pytest.mark.parametrize(("changes", "reason"), BAD, ids=[reason for _, reason in BAD])
def test_a_bad_sample_is_skipped_and_named(tmp_path, changes, reason):
    shard = write_shard(tmp_path / "s.tfrecord", Spoilt("00001", **changes), "train", KEYS)
    assert shard.count == 2
    assert shard.skipped == [Skipped("train/00001.png", reason)]
    names = [parse(one)["name"].numpy() for one in raw_dataset([tmp_path / "s.tfrecord"])]
    assert names == [b"train/00000.png", b"train/00002.png"]


def test_strict_raises_and_leaves_no_file(tmp_path):
    dataset = Spoilt("00001", image=PNG[:2000])
    with pytest.raises(BadSampleError, match=r"train/00001.png: a truncated PNG"):
        write_shard(tmp_path / "s.tfrecord", dataset, "train", KEYS, strict=True)
    assert list(tmp_path.iterdir()) == []


def test_the_entry_describes_the_file(tmp_path):
    path = tmp_path / "s.tfrecord"
    shard = write_shard(path, Drawn(), "train", KEYS)
    assert (shard.file, shard.count, shard.skipped) == ("s.tfrecord", 3, [])
    assert (shard.size, shard.crc32) == (path.stat().st_size, crc32(path))


def test_pictures_are_kept_byte_for_byte_with_their_size(tmp_path):
    write_shard(tmp_path / "s.tfrecord", Drawn(), "train", KEYS)
    first = parse(next(iter(raw_dataset([tmp_path / "s.tfrecord"]))))
    assert first["image"].numpy() == Drawn().sample("train", "00000").image
    assert decode(first["image"].numpy(), "").shape == (160, 160, 3)
    assert (first["height"].numpy(), first["width"].numpy()) == (160, 160)
