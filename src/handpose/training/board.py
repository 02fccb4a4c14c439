"""What TensorBoard shows: losses, learning rate, speed, scores, pictures with predictions."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import cv2
import numpy as np
import tensorflow as tf

from handpose.config import Config
from handpose.drawing import contact_sheet, draw_hand
from handpose.models.build import PoseModel
from handpose.training.step import Batch

SIDE = 128  # pixels of a picture on TensorBoard


def open_board(run: Path, config: Config) -> tf.summary.SummaryWriter:
    """The writer of a run's logs, in the run's folder unless `config.logdir` names another."""
    folder = Path(config.logdir) / run.name if config.logdir else run / "logs"
    return tf.summary.create_file_writer(str(folder))


def write_numbers(
    board: tf.summary.SummaryWriter, group: str, numbers: Mapping[str, float], iteration: int
) -> None:
    """One point of every named curve."""
    with board.as_default(step=iteration):
        for name, number in numbers.items():
            tf.summary.scalar(f"{group}/{name}", number)
    board.flush()


def write_pictures(board: tf.summary.SummaryWriter, sheet: np.ndarray, iteration: int) -> None:
    """One RGB picture (h, w, 3) of what the network finds."""
    with board.as_default(step=iteration):
        tf.summary.image("training pictures: found above, true below", sheet[None])
    board.flush()


def prediction_sheet(model: PoseModel, batch: Batch) -> np.ndarray:
    """An RGB sheet (h, w, 3): a batch's crops with the predicted hand, the true ones below."""
    decoded = model.decode(model.network(batch["image"], training=False))
    crops = np.round(np.asarray(batch["image"])).astype(np.uint8)
    known = np.asarray(batch["weight"])[..., None] > 0
    truth = np.where(known, np.asarray(batch["keypoints"]), np.nan)
    found, scores = np.asarray(decoded["keypoints"]), np.asarray(decoded["scores"])
    rows = range(len(crops))
    above = [_tile(crops[row], found[row], scores[row]) for row in rows]
    below = [_tile(crops[row], truth[row], None) for row in rows]
    return contact_sheet(above + below, len(crops))


def _tile(crop: np.ndarray, keypoints: np.ndarray, scores: np.ndarray | None) -> np.ndarray:
    large = cv2.resize(crop, (SIDE, SIDE), interpolation=cv2.INTER_LINEAR)
    return draw_hand(large, keypoints * (SIDE / crop.shape[0]), scores)
