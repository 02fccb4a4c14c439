"""Write one shard: every sample checked, the file whole or not there."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import tensorflow as tf

from handpose.datasets.base import Dataset
from handpose.errors import BadSampleError
from handpose.files import atomic_path
from handpose.pictures import decode
from handpose.records.index import Shard, Skipped, crc32
from handpose.records.schema import encode
from handpose.sample import Sample


def write_shard(
    path: Path, dataset: Dataset, state: str, keys: Iterable[str], strict: bool = False
) -> Shard:
    """Write the samples of `keys` to a record file and return its index entry.

    A sample that cannot be used is skipped and named in the entry; with `strict` its
    BadSampleError is raised instead and no file is left.
    """
    count, skipped = 0, []
    with atomic_path(path) as temporary, tf.io.TFRecordWriter(str(temporary)) as writer:
        for key in keys:
            try:
                writer.write(_checked_example(dataset.sample(state, key), key))
                count += 1
            except BadSampleError as error:
                if strict:
                    raise
                skipped.append(Skipped(error.file, error.reason))
    return Shard(path.name, count, path.stat().st_size, crc32(path), skipped)


def _checked_example(sample: Sample, key: str) -> bytes:
    name = sample.name or key
    fault = sample.fault()
    if fault:
        raise BadSampleError(name, fault)
    height, width = decode(sample.image, name).shape[:2]
    return encode(sample, (height, width))
