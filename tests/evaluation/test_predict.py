"""A network over records: places in the picture, order, labels."""

import numpy as np
import pytest
import tensorflow as tf
from layouts import make_rhd

from handpose.config import Config
from handpose.errors import HandposeError
from handpose.evaluation.predict import compiled, labels, predict, predict_with
from handpose.geometry import transform
from handpose.models.build import build_model
from handpose.pipeline.batches import evaluation_batches
from handpose.records.convert import convert
from handpose.records.locate import open_all


@pytest.fixture(scope="module")
def config(tmp_path_factory):
    """The 80 drawn hands in two shards."""
    data = tmp_path_factory.mktemp("data")
    make_rhd(data / "RHD_published_v2", n_train=1, n_eval=80)
    config = Config(
        data_path=str(data), state="eval", workers=1,
        network="handnet", crop_size=64, batch_size=32, shard_size=40,
    )  # fmt: skip
    convert(config)
    return config


@pytest.fixture(scope="module")
def records(config):
    return open_all(config, "eval")


class Pointer:
    """Stands in for a network: the same crop keypoints for every image."""

    def __init__(self, size, uv):
        self.size, self.uv = size, uv

    def network(self, images, training):
        return tf.shape(images)[0]

    def decode(self, count):
        one = tf.ones([count])
        return {
            "keypoints": tf.ones([count, 21, 2]) * tf.constant(self.uv, tf.float32),
            "scores": 0.25 * tf.ones([count, 21]),
            "handedness": one,
            "presence": one,
        }


def test_the_crops_centre_is_found_where_the_crop_lay_in_the_picture(config, records):
    predictions = predict(Pointer(64, (32, 32)), config, records)
    # The hand3d crop is centred on the middle finger's MCP.
    assert predictions.keypoints[:, 0] == pytest.approx(predictions.truth[:, 9], abs=1e-3)
    assert predictions.keypoints.shape == (80, 21, 2)
    assert (predictions.scores == 0.25).all()


def test_a_turned_crop_is_turned_back(config, records):
    # Turned clockwise, the lower left corner has become the upper left one.
    upright = predict(Pointer(64, (0, 64)), config, records)
    turned = predict_with(compiled(Pointer(64, (0, 0))), config, records, turn=90.0)
    assert turned.keypoints == pytest.approx(upright.keypoints, abs=1e-3)


def test_a_network_that_reads_the_truth_makes_no_error(config, records):
    batch = next(evaluation_batches(config, records).as_numpy_iterator())
    back = transform(batch["crop_to_image"].astype(float), batch["keypoints"])
    assert back == pytest.approx(batch["image_keypoints"], abs=1e-3)


def test_a_real_network_answers_every_image_once_in_order(config, records):
    told = []
    predictions = predict(build_model(config), config, records, told.append)
    assert predictions.names == tuple(f"evaluation/color/{number:05d}.png" for number in range(80))
    assert told == [32, 32, 16]
    assert ((predictions.presence >= 0) & (predictions.presence <= 1)).all()


def test_labels_alone_are_those_beside_the_predictions(config, records):
    predictions = predict(Pointer(64, (1, 1)), config, records)
    alone = labels(records)
    assert alone["names"] == predictions.names
    assert alone["attributes"] == predictions.attributes
    for key in alone.keys() - {"names", "attributes"}:
        assert np.array_equal(alone[key], getattr(predictions, key)), key


def test_a_network_that_answers_nan_is_named_with_the_picture(config, records):
    with pytest.raises(HandposeError, match=r"color/00000\.png: the network answers with NaN"):
        predict(Pointer(64, (np.nan, 1)), config, records)
