"""Learning rates, by hand."""

import pytest

from handpose.config import Config
from handpose.training.schedule import learning_rate


@pytest.mark.parametrize(
    ("iteration", "rate"),
    [(0, 1e-4), (9_999, 1e-4), (10_000, 1e-5), (19_999, 1e-5), (20_000, 1e-6), (29_999, 1e-6)],
)
def test_steps_change_where_lr_iter_says(iteration, rate):
    assert learning_rate(iteration, Config()) == rate


@pytest.mark.parametrize(
    ("iteration", "rate"),
    # 100 iterations, 20 of them warm-up: half a cosine over the other 80.
    [(0, 0.1), (9, 1.0), (19, 2.0), (20, 2.0), (40, 1.7071068), (60, 1.0), (80, 0.2928932),
     (100, 0.0)],
)  # fmt: skip
def test_cosine_falls_to_zero_after_the_warm_up(iteration, rate):
    config = Config(schedule="cosine", lr=[2.0], lr_iter=[], warmup_iter=20, max_iter=100)
    assert learning_rate(iteration, config) == pytest.approx(rate, abs=1e-7)


def test_warm_up_holds_for_steps_as_well():
    config = Config(warmup_iter=4)
    assert [learning_rate(i, config) for i in range(5)] == pytest.approx(
        [0.25e-4, 0.5e-4, 0.75e-4, 1e-4, 1e-4]
    )


def test_a_warm_up_longer_than_the_training_only_rises():
    config = Config(schedule="cosine", lr=[1.0], lr_iter=[], warmup_iter=10, max_iter=5)
    assert [learning_rate(i, config) for i in range(5)] == pytest.approx([0.1, 0.2, 0.3, 0.4, 0.5])
