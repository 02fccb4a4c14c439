"""A Keras network finds hands as an exported one does, and is compiled once."""

import dataclasses

import numpy as np

from handpose.config import Config
from handpose.inference.keras_finder import keras_finder
from handpose.models.build import PoseModel, build_model

SIZE = 64


@dataclasses.dataclass(frozen=True)
class Counting(PoseModel):
    """Remembers each time that it is compiled."""

    compiled: list = dataclasses.field(default_factory=list)

    def decode(self, outputs):
        self.compiled.append(1)
        return super().decode(outputs)


def test_a_smaller_last_batch_is_filled_up_and_not_compiled_anew():
    plain = build_model(Config(network="handnet", crop_size=SIZE))
    model = Counting(plain.network, plain.head, plain.size)
    finder = keras_finder(model, batch=3, box_scale=1.5)
    images = [np.full((50, 70, 3), level, np.uint8) for level in (10, 100, 200)]
    together = finder.in_crops(images)
    alone = finder.in_crops(images[:1])
    assert (len(together), len(alone)) == (3, 1)
    assert len(model.compiled) == 1
    np.testing.assert_allclose(alone[0].keypoints, together[0].keypoints, atol=1e-3)


def test_a_network_without_handedness_says_unknown():
    model = build_model(Config(network="posenet", crop_size=SIZE))
    finder = keras_finder(model, batch=1, box_scale=1.5)
    ((hand,),) = finder.in_crops([np.zeros((40, 40, 3), np.uint8)])
    assert (hand.handedness, hand.presence) == ("unknown", 1.0)
