"""Batches: the same for a seed, entered anywhere, divided among workers, evaluation complete."""

from dataclasses import replace

import numpy as np
import pytest
import tensorflow as tf
from layouts import make_rhd

from handpose.config import Config
from handpose.errors import UsageError
from handpose.pipeline.batches import evaluation_batches, training_batches
from handpose.pipeline.stream import endless
from handpose.records.convert import convert
from handpose.records.locate import open_all
from handpose.records.schema import parse

COUNT, BATCH = 80, 8


@pytest.fixture(scope="module")
def config(tmp_path_factory):
    data = tmp_path_factory.mktemp("data")
    make_rhd(data / "RHD_published_v2", n_train=1, n_eval=COUNT)
    settings = Config(
        **{"data_path": str(data), "state": "eval", "shard_size": 12, "workers": 1,
           "crop_size": 32, "crop": "box", "augment": True, "batch_size": BATCH}
    )  # fmt: skip
    convert(settings)
    return settings


@pytest.fixture(scope="module")
def records(config):
    return open_all(config, "eval")


def taken(batches, count):
    return list(batches.take(count).as_numpy_iterator())


def assert_same(one, other):
    assert len(one) == len(other)
    for left, right in zip(one, other, strict=True):
        assert left.keys() == right.keys()
        for key in left:
            np.testing.assert_array_equal(left[key], right[key], err_msg=key)


def test_a_batch_has_the_documented_shapes(config, records):
    batch = taken(training_batches(config, records), 1)[0]
    shapes = {key: (value.shape, value.dtype.name) for key, value in batch.items()}
    texts = dict.fromkeys(("name", "source", "root", "attributes"), ((BATCH,), "object"))
    assert shapes == texts | {
        "image": ((BATCH, 32, 32, 3), "float32"),
        "keypoints": ((BATCH, 21, 2), "float32"),
        "weight": ((BATCH, 21), "float32"),
        "labelled": ((BATCH, 21), "bool"),
        "visible": ((BATCH, 21), "bool"),
        "handedness": ((BATCH,), "int32"),
        "present": ((BATCH,), "bool"),
        "crop_to_image": ((BATCH, 2, 3), "float32"),
        "image_keypoints": ((BATCH, 21, 2), "float32"),
        "image_size": ((BATCH, 2), "int32"),
    }


def test_a_seed_gives_the_same_batches_whatever_the_global_seed(config, records):
    first = taken(training_batches(config, records), 4)
    tf.random.set_seed(1234)
    assert_same(first, taken(training_batches(config, records), 4))


def test_another_seed_gives_another_order_and_other_augmentation(config, records):
    one = taken(training_batches(config, records), 1)[0]
    other = taken(training_batches(config.replace(seed=1), records), 1)[0]
    assert list(one["name"]) != list(other["name"])
    assert not np.array_equal(one["image"], other["image"])


# 80 samples in batches of 8: iteration 10 begins the second epoch, 13 lies inside it.
@pytest.mark.parametrize("start", [1, 9, 10, 13])
def test_started_later_it_goes_on_as_if_from_the_beginning(config, records, start):
    whole = taken(training_batches(config, records), start + 2)
    assert_same(whole[start:], taken(training_batches(config, records, start), 2))


def test_workers_together_have_the_global_batch(config, records):
    whole = taken(training_batches(config, records), 3)
    parts = [taken(training_batches(config, records, 0, (i, 2)), 3) for i in (0, 1)]
    for step, batch in enumerate(whole):
        for index in (0, 1):
            assert len(parts[index][step]["name"]) == BATCH // 2
            for key, value in batch.items():
                np.testing.assert_array_equal(parts[index][step][key], value[index::2], key)


def test_a_batch_that_cannot_be_divided_is_refused(config, records):
    with pytest.raises(UsageError, match="--batch_size=8: a multiple of the 3 workers expected"):
        training_batches(config, records, 0, (0, 3))


def names(records, seed, start, count):
    samples = endless(records, seed, start).take(count)
    return list(samples.map(lambda _, one: parse(one)["name"]).as_numpy_iterator())


def test_an_epoch_has_every_sample_once_and_the_next_another_order(records):
    first, second = names(records, 0, 0, COUNT), names(records, 0, COUNT, COUNT)
    assert len(set(first)) == COUNT
    assert sorted(first) == sorted(second)
    assert first != second
    assert first != sorted(first)


def test_one_shard_alone_is_shuffled_anew_in_every_epoch(records):
    alone = [replace(records[0], files=records[0].files[:1], count=12)]
    epochs = [tuple(names(alone, 0, 12 * epoch, 12)) for epoch in range(3)]
    assert len(set(epochs)) == 3
    assert len({tuple(sorted(epoch)) for epoch in epochs}) == 1


def test_neighbouring_seeds_do_not_repeat_each_others_epochs(records):
    epochs = [names(records, seed, epoch * COUNT, COUNT) for seed in (0, 1, 2) for epoch in (0, 1)]
    assert len({tuple(epoch) for epoch in epochs}) == 6


def test_positions_count_on_over_epochs(records):
    positions = [int(position) for position, _ in endless(records, 0, 78).take(4)]
    assert positions == [78, 79, 80, 81]


def test_the_same_sample_is_augmented_anew_in_every_epoch(config, records):
    crops = {}
    for batch in taken(training_batches(config, records), 2 * COUNT // BATCH):
        for name, image in zip(batch["name"], batch["image"], strict=True):
            crops.setdefault(name, []).append(image)
    assert all(len(two) == 2 and not np.array_equal(*two) for two in crops.values())


def test_evaluation_takes_every_sample_once_in_order_unchanged(config, records):
    batches = taken(evaluation_batches(config.replace(batch_size=32), records), 99)
    assert [len(batch["name"]) for batch in batches] == [32, 32, 16]
    order = [name.decode() for batch in batches for name in batch["name"]]
    assert order == [f"evaluation/color/{number:05d}.png" for number in range(COUNT)]
    # The box crop of scale 1.2 leaves a twelfth of the side free round the hand.
    keypoints = batches[0]["keypoints"]
    np.testing.assert_allclose(keypoints.min(axis=(1, 2)), 32 / 12, atol=0.02)
    np.testing.assert_allclose(keypoints.max(axis=(1, 2)), 32 - 32 / 12, atol=0.02)


def test_several_records_are_read_together(config, records):
    both = [*records, *records]
    order = names(both, 0, 0, 2 * COUNT)
    assert all(order.count(name) == 2 for name in set(order))
    batches = taken(evaluation_batches(config, both), 99)
    assert sum(len(batch["name"]) for batch in batches) == 2 * COUNT
