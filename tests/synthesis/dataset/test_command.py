"""Synthetic hands as files and as records: the same samples by two ways."""

import fake_render
import numpy as np
import pytest
import tensorflow as tf

from handpose.config import Config
from handpose.datasets.registry import open_dataset
from handpose.records.locate import open_all
from handpose.records.reader import raw_dataset
from handpose.records.schema import parse
from handpose.synthesis.dataset.command import synth, write_records
from handpose.synthesis.dataset.generate import generate
from handpose.synthesis.options import SynthConfig


def options(tmp_path, **changes):
    return SynthConfig(
        **{"n": 4, "n_eval": 2, "out": str(tmp_path / "SYN"), "side": 64, "workers": 1} | changes
    )


def test_records_hold_the_labels_of_the_files(tmp_path):
    generate(options(tmp_path), fake_render.plain)
    folder = write_records(options(tmp_path), fake_render.plain)
    config = Config(data_path=str(tmp_path), dataset_type="SYN")
    assert folder == config.records_folder / "SYN"
    dataset = open_dataset("SYN", config)
    (records,) = open_all(config, "train")
    assert records.count == 4
    read = [parse(one) for one in raw_dataset(records.files)]
    for key, record in zip(dataset.keys("train"), read, strict=True):
        sample = dataset.sample("train", key)
        np.testing.assert_allclose(record["keypoints"], sample.keypoints)
        np.testing.assert_array_equal(record["visible"], sample.visible)
        assert record["name"].numpy().decode() == f"train/{key}.jpg"
        assert tf.io.decode_jpeg(record["image"]).shape == (64, 64, 3)


def test_rendering_again_changes_nothing_and_other_options_replace_all(tmp_path):
    folder = write_records(options(tmp_path), fake_render.plain)
    shard = next((folder / "train").glob("*.tfrecord"))
    first = shard.read_bytes()
    written = shard.stat().st_mtime_ns
    write_records(options(tmp_path), fake_render.plain)
    assert shard.stat().st_mtime_ns == written
    write_records(options(tmp_path, seed=1), fake_render.plain)
    assert shard.read_bytes() != first


@pytest.mark.parametrize("records", [False, True])
def test_the_command_renders_hands(tmp_path, records):
    folder = synth(options(tmp_path, n=2, n_eval=0, records=records, side=96))
    assert list(folder.rglob("*.tfrecord" if records else "color/*.png"))
