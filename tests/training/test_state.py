"""A training's first weights."""

import numpy as np
import pytest

from handpose.config import Config
from handpose.errors import HandposeError
from handpose.training.state import new_state


def config(path, **changes):
    return Config(
        **{"network": "handnet", "encoder": "lite0", "crop_size": 32, "ema": 0.9,
           "encoder_weights": str(path)} | changes
    )  # fmt: skip


def test_the_encoder_and_its_average_start_from_the_given_weights(tmp_path):
    kernel = np.full((3, 3, 3, 32), 0.5, np.float32)
    np.savez(tmp_path / "lite0.npz", **{"stem/0": kernel})
    state = new_state(config(tmp_path / "lite0.npz"), replicas=1)
    names = [weight.path for weight in state.model.network.weights]
    average = dict(zip(names, state.average, strict=True))
    np.testing.assert_array_equal(average["stem/kernel"].numpy(), kernel)
    np.testing.assert_array_equal(state.model.network.get_layer("stem").get_weights()[0], kernel)


def test_weights_of_another_encoder_are_named(tmp_path):
    np.savez(tmp_path / "lite0.npz", **{"stem/0": np.zeros((3, 3, 3, 32))})
    with pytest.raises(HandposeError, match="layer stem has shapes"):
        new_state(config(tmp_path / "lite0.npz", encoder="fused"), replicas=1)
