"""What the terminal is told."""

import io

import numpy as np
import pytest
import tensorflow as tf
from rich.console import Console
from tiny import tiny_config

from handpose.training.board import SIDE, prediction_sheet
from handpose.training.journal import Journal
from handpose.training.progress import loss_line, score_line


def test_a_line_of_losses():
    losses = {"coordinate": 0.01234, "js": 0.2, "total": 0.21234}
    assert loss_line("iteration 5/10", losses, 1e-4, 123.4, 3725.2) == (
        "iteration 5/10  loss 0.2123 (coordinate 0.0123, js 0.2000)  learning rate 0.0001  "
        "123 images/s  1:02:05 left"
    )


def test_a_line_of_scores():
    line = score_line("iteration 5/10", {"epe_mean": 12.3456, "auc": 0.5}, best=True)
    assert line == "iteration 5/10  evaluation: epe_mean 12.35, auc 0.5  (best so far)"


def test_reports_are_means_since_the_last_and_speed_is_that_of_the_usual_step(tmp_path):
    screen = io.StringIO()
    config = tiny_config(tmp_path, max_iter=8, show_loss_freq=3, batch_size=4)
    journal = Journal(config, Console(file=screen, width=200), tf.summary.create_noop_writer(), 0)
    with journal:
        for done, seconds in enumerate((9.0, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5), start=1):
            journal.step(done, {"total": float(done)}, 0.1, seconds)
    lines = screen.getvalue().splitlines()
    assert [line.split("  ")[:2] for line in lines] == [
        ["iteration 3/8", "loss 2.0000 ()"],
        ["iteration 6/8", "loss 5.0000 ()"],
        ["iteration 8/8", "loss 7.5000 ()"],
    ]
    assert "8 images/s  0:00:02 left" in lines[0]


def test_a_terminal_gets_a_bar(tmp_path):
    screen = io.StringIO()
    console = Console(file=screen, force_terminal=True, width=120)
    config = tiny_config(tmp_path, max_iter=8)
    with Journal(config, console, tf.summary.create_noop_writer(), 0) as journal:
        journal.step(1, {"total": 0.25}, 0.1, 0.5)
    assert "1/8" in screen.getvalue()
    assert "loss 0.2500" in screen.getvalue()


class _Finder:
    """A model that finds every keypoint in the middle of a 32-px crop."""

    def network(self, image, training):
        return image

    def decode(self, image):
        count = len(image)
        return {"keypoints": np.full((count, 21, 2), 16.0), "scores": np.ones((count, 21))}


def test_the_sheet_shows_found_hands_above_true_ones():
    truth = np.full((2, 21, 2), 8.0)
    batch = {"image": np.zeros((2, 32, 32, 3)), "keypoints": truth, "weight": np.ones((2, 21))}
    sheet = prediction_sheet(_Finder(), batch)
    above, below = sheet[:SIDE, :SIDE], sheet[SIDE + 2 :][:SIDE, :SIDE]
    for tile, place in ((above, SIDE // 2), (below, SIDE // 4)):
        rows, columns = np.nonzero(tile.any(axis=-1))
        assert (rows.mean(), columns.mean()) == pytest.approx((place, place), abs=1)


def test_a_keypoint_without_weight_is_not_drawn():
    batch = {
        "image": np.zeros((1, 32, 32, 3)), "keypoints": np.full((1, 21, 2), 8.0),
        "weight": np.zeros((1, 21)),
    }  # fmt: skip
    assert not prediction_sheet(_Finder(), batch)[SIDE:].any()
