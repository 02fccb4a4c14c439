"""A contact sheet of what the network really sees."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from handpose.config import Config
from handpose.drawing import caption, contact_sheet, draw_hand
from handpose.pictures import write_picture
from handpose.pipeline.batches import evaluation_batches, training_batches
from handpose.records.locate import open_all

COUNT, COLUMNS, SIDE = 48, 8, 224


def browse(config: Config, out: Path) -> Path:
    """Write a PNG of 48 crops with their keypoints, as `train` or `evaluation` would see them.

    Crops of `config.state` 'train' are augmented when `config.augment` is set.
    """
    config = config.replace(batch_size=COUNT)
    records = open_all(config, config.state)
    batches = training_batches if config.state == "train" else evaluation_batches
    batch = next(batches(config, records).as_numpy_iterator())
    tiles = [_tile(batch, row, SIDE / config.input_size) for row in range(len(batch["image"]))]
    write_picture(out, contact_sheet(tiles, COLUMNS))
    return out


def _tile(batch: dict[str, np.ndarray], row: int, zoom: float) -> np.ndarray:
    crop = np.round(batch["image"][row]).astype(np.uint8)
    large = cv2.resize(crop, (SIDE, SIDE), interpolation=cv2.INTER_LINEAR)
    labelled = batch["labelled"][row, :, None]
    keypoints = np.where(labelled, batch["keypoints"][row] * zoom, np.nan)
    visible = np.where(batch["visible"][row], 1.0, 0.4)
    side = {0: "left", 1: "right"}.get(int(batch["handedness"][row]), "?")
    return caption(draw_hand(large, keypoints, visible), side)
