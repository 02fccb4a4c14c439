"""Pictures of any shape go letterboxed into the network and come back in their own pixels."""

import numpy as np
import pytest
import tensorflow as tf

from handpose.config import Config
from handpose.errors import HandposeError
from handpose.inference.predictor import Predictor, compiled
from handpose.models.build import build_model

SIZE = 64


def brightest(crops):
    """Stands in for a network: every keypoint is the centre of what is bright."""
    weight = crops[..., 0] / crops[..., 0].sum(axis=(1, 2), keepdims=True).clip(1e-9)
    centres = np.arange(SIZE) + 0.5
    x, y = (weight.sum(axis=1) @ centres), (weight.sum(axis=2) @ centres)
    batch = len(crops)
    answers = {
        "keypoints": np.repeat(np.stack([x, y], axis=1)[:, None], 21, axis=1),
        "scores": np.full((batch, 21), 0.9),
        "handedness": np.full(batch, 0.25),
        "presence": np.ones(batch),
    }
    return {name: tf.constant(value, tf.float32) for name, value in answers.items()}


@pytest.mark.parametrize(
    ("shape", "centre"),
    [
        ((64, 64), (20.0, 40.0)),  # as large as the crop
        ((40, 160), (30.0, 20.0)),  # wide
        ((300, 100), (50.0, 250.0)),  # high, shrunk more than twofold
        ((21, 17), (8.0, 10.0)),  # magnified
    ],
)
def test_a_dot_is_found_where_it_is_in_the_picture(shape, centre):
    image = np.zeros((*shape, 3), np.uint8)
    x, y = map(int, centre)
    radius = max(1, max(shape) // 16)
    image[y - radius : y + radius, x - radius : x + radius] = 255
    (hand,) = Predictor(brightest, 1, SIZE).find([image])
    np.testing.assert_allclose(hand.keypoints, np.tile(centre, (21, 1)), atol=0.02 * max(shape))
    assert (hand.handedness, hand.presence) == ("left", 1.0)


def test_a_circle_stays_round():
    seen = []

    def remember(crops):
        seen.append(crops.copy())
        return brightest(crops)

    image = np.full((32, 128, 3), 200, np.uint8)
    Predictor(remember, 1, SIZE).find([image])
    filled = seen[0][0, :, :, 0] > 100
    assert filled.all(axis=1).sum() == 16  # 32 of 128 rows, letterboxed into 64
    assert not filled[:24].any()
    assert not filled[40:].any()


def test_a_smaller_last_batch_is_filled_up_and_not_compiled_anew():
    model = build_model(Config(network="handnet", crop_size=SIZE))
    predictor = compiled(model, batch=3)
    images = [np.full((50, 70, 3), level, np.uint8) for level in (10, 100, 200)]
    together = predictor.find(images)
    alone = predictor.find(images[:1])
    assert (len(together), len(alone)) == (3, 1)
    assert predictor.predict.experimental_get_tracing_count() == 1
    np.testing.assert_allclose(alone[0].keypoints, together[0].keypoints, atol=1e-3)


def test_a_network_without_handedness_says_unknown():
    model = build_model(Config(network="posenet", crop_size=SIZE))
    (hand,) = compiled(model, batch=1).find([np.zeros((40, 40, 3), np.uint8)])
    assert (hand.handedness, hand.presence) == ("unknown", 1.0)


def test_a_network_that_answers_with_nan_is_refused():
    def spoilt(crops):
        answers = brightest(crops)
        return answers | {"keypoints": answers["keypoints"] * np.nan}

    with pytest.raises(HandposeError, match="its weights are spoilt"):
        Predictor(spoilt, 1, SIZE).find([np.full((9, 9, 3), 9, np.uint8)])
