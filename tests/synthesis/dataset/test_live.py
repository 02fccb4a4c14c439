"""The live source: an order that follows from the seed, entered anywhere, rendered ahead."""

import fake_render
import pytest
import tensorflow as tf

from handpose.config import Config
from handpose.pipeline.batches import training_batches
from handpose.records.locate import open_all
from handpose.records.schema import parse
from handpose.synthesis.dataset import live
from handpose.synthesis.dataset.rendering import Rendering
from handpose.synthesis.options import SynthConfig

DATASET = Rendering(SynthConfig(side=64), fake_render.plain)


def taken(count, start=0, workers=1, reuse=3):
    stream = live.examples(DATASET, reuse, start, workers)
    pairs = [next(stream) for _ in range(count)]
    stream.close()
    return pairs


def names(pairs):
    return [parse(tf.constant(serialised))["name"].numpy().decode() for _, serialised in pairs]


def test_positions_are_counted_and_pictures_are_used_several_times():
    pairs = taken(60)
    assert [position for position, _ in pairs] == list(range(60))
    used = [int(name[6:11]) for name in names(pairs)]
    assert all(0 <= number <= position // 3 for position, number in enumerate(used))
    assert len(set(used)) < 20


def test_the_stream_can_be_entered_anywhere(monkeypatch):
    monkeypatch.setattr(live, "WINDOW", 8)
    assert taken(20, start=40) == taken(60)[40:]


def test_more_processes_change_nothing():
    assert taken(12, workers=2) == taken(12)


def test_pictures_without_a_hand_are_in_the_stream():
    dataset = Rendering(SynthConfig(side=64), fake_render.empty)
    stream = live.examples(dataset, 1, 0, 1)
    example = parse(tf.constant(next(stream)[1]))
    stream.close()
    assert not example["present"].numpy()
    assert not example["labelled"].numpy().any()
    assert example["handedness"].numpy() == -1


def test_old_pictures_are_forgotten(monkeypatch):
    monkeypatch.setattr(live, "WINDOW", 4)
    for position in range(100):
        assert position // 3 - 3 <= live.shown_at(position, 3, 0) <= position // 3


@pytest.mark.slow
def test_training_batches_come_from_the_renderer(tmp_path):
    (tmp_path / "synth.yaml").write_text("side: 96\nhandedness: left\n")
    config = Config(
        dataset_type="SYN_LIVE",
        data_path=str(tmp_path),
        synth_config=str(tmp_path / "synth.yaml"),
        network="handnet",
        crop_size=64,
        batch_size=4,
        workers=1,
        augment=True,
        aug_mirror=0.0,
    )
    assert open_all(config, "train") == []
    batch = next(iter(training_batches(config, [])))
    assert batch["image"].shape == (4, 64, 64, 3)
    assert batch["handedness"].numpy().tolist() == [0, 0, 0, 0]
    assert (batch["image_size"].numpy() == 96).all()
