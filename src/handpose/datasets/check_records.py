"""The samples of a records folder, for `data check`; the one check that needs TensorFlow."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from handpose.datasets.check_layout import Part
from handpose.records.reader import Records, open_records, raw_dataset
from handpose.records.schema import parse
from handpose.sample import Handedness, Sample

_HANDS: dict[int, Handedness] = {0: "left", 1: "right"}


def records_part(folder: Path) -> Part:
    """The part in a records folder; raises HandposeError for a truncated or altered shard."""
    records = open_records(folder)
    readers = (partial(_sample, example) for example in _examples(records))
    return Part(f"records of {records.name}", records.state, records.count, readers)


def _examples(records: Records) -> Iterator[dict[str, Any]]:
    return raw_dataset(records.files).map(parse).as_numpy_iterator()


def _sample(example: dict[str, Any]) -> Sample:
    text = {key: example[key].decode() for key in ("name", "root", "source", "attributes")}
    return Sample(
        name=text["name"],
        image=example["image"],
        keypoints=np.asarray(example["keypoints"]),
        labelled=np.asarray(example["labelled"]),
        visible=np.asarray(example["visible"]),
        handedness=_HANDS.get(int(example["handedness"]), "unknown"),
        root="palm" if text["root"] == "palm" else "wrist",
        source=text["source"],
        present=bool(example["present"]),
        attributes=json.loads(text["attributes"]),
    )
