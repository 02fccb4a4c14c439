"""GPUs are named by number; what is not there is an error before anything runs."""

import pytest

from handpose.config import Config
from handpose.errors import HandposeError
from handpose.runs import gpus


@pytest.mark.parametrize(
    ("text", "count", "ids"), [("0", 1, [0]), ("0,1", 2, [0, 1]), ("1", 2, [1]), ("0", 0, [])]
)
def test_gpus_are_chosen_by_number(text, count, ids):
    assert gpus._ids(text, count) == ids


@pytest.mark.parametrize(
    ("text", "count", "message"),
    [("2", 2, "no GPU 2, GPUs 0 to 1 are here"), ("0,1", 0, "no GPU 0, no GPU is here")],
)
def test_a_gpu_that_is_not_there_is_named(text, count, message):
    with pytest.raises(HandposeError, match=message):
        gpus._ids(text, count)


def test_no_gpu_is_used_when_none_is_wanted():
    assert gpus.choose_gpus(Config(use_gpu=False, gpu_id="7")) == []
