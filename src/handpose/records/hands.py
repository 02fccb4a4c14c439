"""Whether records know every hand of their pictures, as whoever looks for hands must."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import tensorflow as tf

from handpose.errors import HandposeError
from handpose.records.reader import Records, raw_dataset
from handpose.records.schema import OTHER


def check_all_hands(records: Sequence[Records]) -> None:
    """Raise HandposeError for records that do not tell of a picture's other hand.

    Those of earlier versions and of datasets that label one hand a picture do not. The first
    sample of every file is looked at.
    """
    for one in records:
        for file in one.files:
            if not _knows_all_hands(file):
                raise HandposeError(
                    f"{file}: tells of one hand, its picture may show two; to detect hands, "
                    f"delete {one.folder} and render or convert {one.name} again"
                )


def _knows_all_hands(file: Path) -> bool:
    first = next(iter(raw_dataset([file]).take(1))).numpy()
    return OTHER in tf.train.Example.FromString(first).features.feature
