"""A contact sheet of the scenes that a detector learns from."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from handpose.config import Config
from handpose.detection.batches import scene_batches
from handpose.detection.sheet import with_truth
from handpose.drawing import contact_sheet
from handpose.errors import UsageError
from handpose.pictures import write_picture
from handpose.records.hands import check_all_hands
from handpose.records.locate import open_all

COUNT, COLUMNS = 24, 6


def browse(config: Config, out: Path) -> Path:
    """Write a PNG of 24 scenes with the boxes of their hands, as `train` would see them.

    Hands that may be found or not are grey. Raises UsageError for the evaluation part, whose
    pictures are no scenes, HandposeError for records that cannot teach a detector.
    """
    if config.state != "train":
        raise UsageError(
            f"--state={config.state}: scenes are for training; give --state=train, or draw whole "
            "pictures with: handpose evaluation --task=detection --plot_eval=True"
        )
    config = config.replace(batch_size=COUNT)
    records = open_all(config, "train")
    check_all_hands(records)
    batch = next(scene_batches(config, records).as_numpy_iterator())
    scenes = np.round(batch["image"]).astype(np.uint8)
    tiles = [with_truth(scene, batch, row) for row, scene in enumerate(scenes)]
    write_picture(out, contact_sheet(tiles, COLUMNS))
    return out
