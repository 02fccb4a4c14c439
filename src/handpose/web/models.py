"""The models that the page runs, and what it has to know of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from handpose import shipped
from handpose.errors import UsageError
from handpose.inference.detector import MOST_OVERLAP
from handpose.inference.model import open_model


@dataclass(frozen=True)
class WebModel:
    """A LiteRT file and what the page has to know of it.

    about: `input_size`, the side of what it takes, pixels; of a hand model also `box_scale`, the
    side of a crop / long side of the hand's box; of a detector also `sureness`, the least one of
    detector and hand model together, 0..1, and `most_overlap`, that of two hands' boxes,
    intersection over union.
    """

    content: bytes
    about: Mapping[str, float]


def landmarker(path: Path) -> WebModel:
    """A hand model; raises HandposeError when it is none that the page can run."""
    _check_kind("model", path)
    card = open_model(path).card
    about = {"input_size": card.input_size, "box_scale": card.box_scale}
    return WebModel(path.read_bytes(), about)


def detector(path: Path) -> WebModel:
    """A detector of hands; raises HandposeError when it is none that the page can run."""
    _check_kind("detector", path)
    card = open_model(path, task="detection").card
    about = {
        "input_size": card.input_size,
        "sureness": shipped.SURENESS,
        "most_overlap": MOST_OVERLAP,
    }
    return WebModel(path.read_bytes(), about)


def _check_kind(option: str, path: Path) -> None:
    if path.suffix != ".tflite":
        raise UsageError(
            f"--{option}={path}: the page runs .tflite files; make one with: "
            "handpose export --formats=litert_float16"
        )
