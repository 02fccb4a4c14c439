"""Batches of scenes: the same for a seed, entered anywhere, divided among workers."""

import numpy as np
import pytest

from handpose.detection.batches import scene_batches
from handpose.errors import UsageError
from handpose.records.locate import open_all


def taken(batches, count):
    return list(batches.take(count).as_numpy_iterator())


def assert_same(one, other):
    for left, right in zip(one, other, strict=True):
        assert left.keys() == right.keys()
        for key in left:
            np.testing.assert_array_equal(left[key], right[key], err_msg=key)


@pytest.fixture
def records_here(config):
    return open_all(config, "train")


def test_a_batch_has_the_documented_shapes(config, records_here):
    batch = taken(scene_batches(config, records_here), 1)[0]
    shapes = {key: value.shape for key, value in batch.items()}
    assert shapes == {
        "image": (4, 64, 64, 3),
        "boxes": (4, 36, 4),
        "angles": (4, 36),
        "clear": (4, 36),
        "kind": (4, 36),
    }
    assert (batch["kind"] == 1).any()


def test_the_stream_is_entered_anywhere(config, records_here):
    # A group makes eight scenes, two batches: the third iteration begins in its middle.
    whole = taken(scene_batches(config, records_here), 5)
    assert_same(taken(scene_batches(config, records_here, 3), 2), whole[3:])


def test_workers_share_every_batch(config, records_here):
    whole = taken(scene_batches(config, records_here), 2)
    first, second = (taken(scene_batches(config, records_here, 0, (n, 2)), 2) for n in range(2))
    for both, *halves in zip(whole, first, second, strict=True):
        for place, half in enumerate(halves):
            np.testing.assert_array_equal(half["image"], both["image"][place::2])


def test_another_seed_makes_other_scenes(config, records_here):
    one = taken(scene_batches(config, records_here), 1)[0]
    other = taken(scene_batches(config.replace(seed=1), records_here), 1)[0]
    assert np.abs(one["image"] - other["image"]).max() > 1


def test_a_batch_that_workers_cannot_share_is_refused(config, records_here):
    with pytest.raises(UsageError, match="--batch_size=4: a multiple of the 3 workers"):
        scene_batches(config, records_here, 0, (0, 3))
