"""The drawn hands of the tests: the same for a seed, whole, and drawn where they are labelled."""

import numpy as np
import pytest
from drawn import SIDE, Drawn

from handpose.pictures import decode


def test_the_same_seed_draws_the_same_hand():
    first, again, other = (Drawn(seed).sample("train", "00007") for seed in (0, 0, 1))
    assert first.image == again.image
    np.testing.assert_array_equal(first.keypoints, again.keypoints)
    assert first.image != other.image


def test_training_and_evaluation_differ():
    assert Drawn().sample("train", "00000").image != Drawn().sample("eval", "00000").image


@pytest.mark.parametrize("number", range(8))
def test_a_drawn_hand_is_inside_its_picture_and_drawn_at_its_labels(number):
    sample = Drawn().sample("train", f"{number:05d}")
    image = decode(sample.image, sample.name).astype(float)
    assert image.shape == (SIDE, SIDE, 3)
    assert ((sample.keypoints > 0) & (sample.keypoints < SIDE)).all()
    assert sample.fault() is None
    # Every fingertip is of the colour of its finger's middle, up to noise.
    for tip, middle in ((8, 7), (12, 11), (16, 15), (20, 19)):
        colours = [image[int(v), int(u)] for u, v in sample.keypoints[[tip, middle]]]
        assert np.abs(colours[0] - colours[1]).mean() < 40


def test_seen_from_its_back_a_right_hands_thumb_is_to_the_left():
    for number in range(20):
        sample = Drawn().sample("train", f"{number:05d}")
        along, across = (
            sample.keypoints[9] - sample.keypoints[0],
            sample.keypoints[5] - sample.keypoints[17],
        )
        turn = along[0] * across[1] - along[1] * across[0]
        assert (turn < 0) == (sample.handedness == "right")
