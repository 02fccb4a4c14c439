"""The models that the page runs, and what it has to know of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from handpose.errors import HandposeError, UsageError
from handpose.inference.model import open_model

THRESHOLD = 0.5
_DETECTOR = {"boxes": (1, 16, 4), "angles": (1, 16), "scores": (1, 16)}


@dataclass(frozen=True)
class WebModel:
    """A LiteRT file and what the page has to know of it.

    about: `input_size`, the side of what it takes, pixels; of a hand model also `box_scale`, the
    side of a crop / long side of the hand's box; of a detector also `threshold`, the least score
    0..1 of a hand.
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
    shapes = _shapes(path)
    _, size, *rest = shapes.get("image", (0, 0))
    if rest != [size, 3] or any(shapes.get(name) != shape for name, shape in _DETECTOR.items()):
        raise HandposeError(f"--detector={path}: not a hand detector of this version of handpose")
    return WebModel(path.read_bytes(), {"input_size": size, "threshold": THRESHOLD})


def _check_kind(option: str, path: Path) -> None:
    if path.suffix != ".tflite":
        raise UsageError(
            f"--{option}={path}: the page runs .tflite files; make one with: "
            "handpose export --formats=litert_float16"
        )


def _shapes(path: Path) -> Mapping[str, tuple[int, ...]]:
    """The shape of every input and output of a LiteRT file, by its name."""
    from ai_edge_litert.interpreter import Interpreter

    try:
        runner = Interpreter(model_content=path.read_bytes()).get_signature_runner()
    except (OSError, ValueError, RuntimeError) as error:
        reason = " ".join(str(error).split())
        raise HandposeError(f"--detector={path}: LiteRT cannot run it ({reason})") from None
    details: dict[str, Any] = runner.get_input_details() | runner.get_output_details()
    return {name: tuple(map(int, detail["shape"])) for name, detail in details.items()}
