"""Losses and weights that are not numbers."""

import numpy as np
import pytest

from handpose.errors import HandposeError
from handpose.runs.checkpoints import Checkpoint, save_checkpoint
from handpose.training.guard import check_losses, check_weights


@pytest.mark.parametrize("loss", [float("nan"), float("inf")])
def test_a_loss_that_is_no_number_stops_and_names_the_remedy(loss, tmp_path):
    with pytest.raises(HandposeError, match=rf"iteration 7: the loss 'js' is {loss}; try a lower"):
        check_losses({"coordinate": 1.0, "js": loss}, 7, tmp_path)


def test_the_message_names_the_last_good_checkpoint(tmp_path):
    path = save_checkpoint(tmp_path, Checkpoint(5, {"a": np.zeros(1)}), keep=3)
    with pytest.raises(HandposeError) as caught:
        check_losses({"total": float("nan")}, 7, tmp_path)
    assert str(caught.value).endswith(f"last good checkpoint: {path}")


def test_a_weight_that_is_no_number_is_named(tmp_path):
    weights = {"a": np.zeros(2), "b": np.array([1.0, np.inf])}
    with pytest.raises(HandposeError, match=r"iteration 3: b is not finite.*none yet"):
        check_weights(weights, 3, tmp_path)


def test_finite_numbers_pass(tmp_path):
    check_losses({"total": 0.0}, 1, tmp_path)
    check_weights({"a": np.zeros(2)}, 1, tmp_path)
