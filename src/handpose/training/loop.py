"""The training loop: `max_iter` iterations, from records to a run's folder."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event

from handpose.config import Config
from handpose.records.locate import open_all
from handpose.training.devices import clear_worker_errors, open_devices
from handpose.training.feed import distributed_batches, first_pictures
from handpose.training.guard import check_losses
from handpose.training.interrupt import stop_requests
from handpose.training.journal import open_journal
from handpose.training.judge import open_judge
from handpose.training.schedule import learning_rate
from handpose.training.session import Session
from handpose.training.start import begin
from handpose.training.state import new_state
from handpose.training.step import Batch, Step, training_step
from handpose.training.task import task_of


def train(config: Config) -> Path:
    """Train the configured network; return the run's folder.

    Raises HandposeError or UsageError for whatever the user can mend, such as missing records,
    a loss that is not a number or a full disk. Ctrl-C and SIGTERM write a checkpoint and raise
    KeyboardInterrupt.
    """
    devices = open_devices(config)
    records, judge = open_all(config, "train"), open_judge(config)
    task_of(config).check(config, records)
    with devices.strategy.scope():
        state = new_state(config, devices.replicas)
    start = begin(config, state, devices, sum(one.count for one in records))
    batches = distributed_batches(config, records, devices, start.iteration)
    pictures = first_pictures(config, records)
    with (
        clear_worker_errors(devices),
        stop_requests() as stop,
        open_journal(config, start, devices.chief) as journal,
    ):
        session = Session(config, devices, state, start, judge, journal, pictures)
        _iterate(session, batches, stop)
    if devices.chief:
        print(f"the run is in {start.run}")
    return start.run


def _iterate(session: Session, batches: Iterator[Batch], stop: Event) -> None:
    config, done, standing = session.config, session.start.iteration, session.start.standing
    step = training_step(session.state, session.devices.strategy, config)
    if done >= config.max_iter:
        session.journal.say(f"all {config.max_iter} iterations were done before")
    while done < config.max_iter and not standing.exhausted(config.early_stopping):
        done = _advance(session, step, batches, done)
        if session.evaluation_is_due(done):
            standing = session.evaluate(done, standing)
        if session.snapshot_is_due(done, standing) or stop.is_set():
            session.save(done, standing)
        if stop.is_set() and done < config.max_iter:
            session.journal.say(f"stopped after iteration {done}; go on with --resume=True")
            raise KeyboardInterrupt
    # A worker that left early would look like a crash to one that still writes.
    session.devices.mean([done])


def _advance(session: Session, step: Step, batches: Iterator[Batch], done: int) -> int:
    """One iteration, checked and reported; how many are done after it."""
    rate = learning_rate(done, session.config)
    began = time.perf_counter()
    losses = step(next(batches), done, rate)
    check_losses(losses, done + 1, session.start.run)
    session.journal.step(done + 1, losses, rate, time.perf_counter() - began)
    return done + 1
