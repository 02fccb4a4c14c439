"""Whole pictures with all of their hands: of records, or photographs with boxes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import tensorflow as tf

from handpose.config import Config
from handpose.detection.answers import Truth
from handpose.detection.hands import hands_in
from handpose.detection.photographs import Photograph, photographs, read_list
from handpose.models.detector.targets import NOTHING
from handpose.pictures import decode
from handpose.records.hands import check_all_hands
from handpose.records.locate import BOXES, open_all
from handpose.records.reader import Records, raw_dataset
from handpose.records.schema import parse, parse_hands


def whole_pictures(config: Config) -> tuple[Iterator[Photograph], int]:
    """The pictures of `config.dataset_type` with their names and hands, and how many there are.

    Raises HandposeError when there are none, or records tell of one hand a picture.
    """
    if config.dataset_type == BOXES:
        folder = Path(config.dataset_path or Path(config.data_path) / BOXES)
        return photographs(folder), len(read_list(folder))
    records = open_all(config, "eval")
    check_all_hands(records)
    return _of_records(records), sum(one.count for one in records)


def _of_records(records: Sequence[Records]) -> Iterator[Photograph]:
    for serialized in raw_dataset([file for one in records for file in one.files]):
        name, hands = parse(serialized)["name"].numpy().decode(), parse_hands(serialized)
        image = decode(hands["image"].numpy(), name)
        yield name, image, _truth(hands, image.shape[0], image.shape[1])


def _truth(record: dict[str, tf.Tensor], height: int, width: int) -> Truth:
    keypoints = record["keypoints"]
    shown = tf.reduce_all((keypoints >= 0) & (keypoints < [width, height]), axis=-1)
    whole = tf.constant([[0, 0, width, height]] * 2)
    hands = hands_in(
        keypoints, record["labelled"], shown, record["seen"], whole, max(height, width)
    )
    angles = np.where(hands.clear > 0, hands.angles, np.nan)
    there = hands.kind.numpy() != NOTHING
    return Truth(hands.boxes.numpy()[there], angles[there], hands.kind.numpy()[there])
