"""What training gets to see, and in which order."""

import numpy as np
import pytest

from handpose.records.locate import open_all
from handpose.training.devices import open_devices
from handpose.training.feed import distributed_batches, first_pictures


@pytest.fixture
def open_at(config):
    """Batches from an iteration on."""
    return lambda start: distributed_batches(
        config, open_all(config, "train"), open_devices(config), start
    )


def test_batches_from_an_iteration_on_are_those_of_the_whole_stream(open_at):
    whole = open_at(0)
    for _ in range(3):
        next(whole)
    expected, found = next(whole), next(open_at(3))
    for key in ("image", "keypoints"):
        np.testing.assert_array_equal(found[key], expected[key])


def test_no_text_goes_to_a_device(open_at):
    batch = next(open_at(0))
    assert batch.keys() == {"image", "keypoints", "weight", "handedness", "present"}
    assert batch["image"].shape == (4, 32, 32, 3)


def test_the_pictures_for_tensorboard_are_the_first_eight(config, open_at):
    pictures = first_pictures(config, open_all(config, "train"))
    assert pictures["image"].shape == (8, 32, 32, 3)
    np.testing.assert_array_equal(pictures["image"][:4], next(open_at(0))["image"])
