"""One process's training: what it evaluates and what it keeps."""

from __future__ import annotations

from dataclasses import dataclass

from handpose.config import Config
from handpose.runs.checkpoints import Checkpoint, best_path, save_checkpoint, write_checkpoint
from handpose.training.devices import Devices
from handpose.training.guard import check_weights
from handpose.training.journal import Journal
from handpose.training.judge import Judge
from handpose.training.patience import Standing
from handpose.training.start import Start, progress
from handpose.training.state import TrainingState
from handpose.training.step import Batch
from handpose.training.task import task_of


@dataclass(frozen=True)
class Session:
    """Everything that an iteration needs beside its batch.

    pictures: a batch that TensorBoard shows again and again.
    """

    config: Config
    devices: Devices
    state: TrainingState
    start: Start
    judge: Judge | None
    journal: Journal
    pictures: Batch

    def evaluation_is_due(self, done: int) -> bool:
        """Whether to evaluate after `done` iterations."""
        return self.judge is not None and self._due(done, self._evaluation_every)

    def snapshot_is_due(self, done: int, standing: Standing) -> bool:
        """Whether to write a checkpoint after `done` iterations."""
        given_up = standing.exhausted(self.config.early_stopping)
        return self._due(done, self.config.snapshot_freq) or given_up

    @property
    def _evaluation_every(self) -> int:
        return self.config.eval_freq or self.config.snapshot_freq

    def _due(self, done: int, every: int) -> bool:
        return done % every == 0 or done == self.config.max_iter

    def evaluate(self, done: int, standing: Standing) -> Standing:
        """Score the network, keep it when it is the best so far; the standing after it."""
        assert self.judge is not None
        scores = self.judge.scores(self.state)
        # The workers' last bits may differ, and all of them must stop at the same iteration.
        error = float(self.devices.mean([self.judge.error(scores)])[0])
        best = standing.improved_by(error)
        self.journal.scores(done, scores, best)
        if best and self.devices.chief:
            weights = self._checkpoint(done, standing).best_use
            write_checkpoint(
                best_path(self.start.run), Checkpoint(done, weights, progress={"scores": scores})
            )
        return standing.after(error)

    def save(self, done: int, standing: Standing) -> None:
        """Write a checkpoint and show TensorBoard what the network finds."""
        if self.devices.chief:
            save_checkpoint(self.start.run, self._checkpoint(done, standing), self.config.keep)
            sheet = task_of(self.config).sheet(self.state.model, self.pictures)
            self.journal.pictures(done, sheet)

    def _checkpoint(self, done: int, standing: Standing) -> Checkpoint:
        checkpoint = self.state.checkpoint(done, progress(standing, self.start.samples))
        check_weights(checkpoint.weights, done, self.start.run)
        return checkpoint
