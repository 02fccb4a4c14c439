"""The account of a training: to the terminal and to TensorBoard."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from types import TracebackType

import numpy as np
import tensorflow as tf
from rich.console import Console

from handpose.config import Config
from handpose.training.board import open_board, write_numbers, write_pictures
from handpose.training.progress import loss_line, progress_bar, score_line
from handpose.training.start import Start


class Journal:
    """Collects the losses of iterations; reports their means every `show_loss_freq`."""

    def __init__(
        self, config: Config, console: Console, board: tf.summary.SummaryWriter, done: int
    ):
        self._config, self._console, self._board = config, console, board
        self._bar = progress_bar(console)
        self._task = self._bar.add_task(
            "train", total=config.max_iter, completed=done, loss=np.nan, speed=0.0
        )
        self._window: list[Mapping[str, float]] = []
        self._seconds: deque[float] = deque(maxlen=100)

    def __enter__(self) -> Journal:
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.stop()
        self._board.close()

    def step(self, done: int, losses: Mapping[str, float], rate: float, seconds: float) -> None:
        """One more iteration, the `done`-th: its losses, learning rate and duration."""
        self._window.append(losses)
        self._seconds.append(seconds)
        self._bar.update(self._task, completed=done, loss=losses["total"], speed=self._speed())
        if done % self._config.show_loss_freq == 0 or done == self._config.max_iter:
            self._report(done, rate)
            self._window.clear()

    def _speed(self) -> float:
        # The median leaves out the first iteration, in which TensorFlow builds its graph.
        return self._config.batch_size / float(np.median(self._seconds))

    def _report(self, done: int, rate: float) -> None:
        means = {
            name: float(np.mean([one[name] for one in self._window])) for name in self._window[0]
        }
        speed = self._speed()
        write_numbers(self._board, "loss", means, done)
        write_numbers(self._board, "training", {"learning_rate": rate, "images_s": speed}, done)
        seconds = (self._config.max_iter - done) * self._config.batch_size / speed
        self.say(loss_line(self._place(done), means, rate, speed, seconds))

    def scores(self, done: int, scores: Mapping[str, float], best: bool) -> None:
        """The scores of an evaluation after `done` iterations."""
        write_numbers(self._board, "evaluation", scores, done)
        self.say(score_line(self._place(done), scores, best))

    def pictures(self, done: int, sheet: np.ndarray) -> None:
        """An RGB sheet (h, w, 3) of predictions."""
        write_pictures(self._board, sheet, done)

    def say(self, line: str) -> None:
        """A line above the bar."""
        self._console.print(line, markup=False, highlight=False, soft_wrap=True)

    def _place(self, done: int) -> str:
        return f"iteration {done}/{self._config.max_iter}"


def open_journal(config: Config, start: Start, chief: bool) -> Journal:
    """The journal of a run; a silent one for workers beside the chief."""
    board = open_board(start.run, config) if chief else tf.summary.create_noop_writer()
    return Journal(config, Console(stderr=True, quiet=not chief), board, start.iteration)
