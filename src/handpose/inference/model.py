"""An exported model opened for use: which file, what it takes, what it answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from handpose.errors import HandposeError
from handpose.hand import NUM_KEYPOINTS
from handpose.inference.card import Card

Answers = Mapping[str, np.ndarray]

# What `open_model` opens; see there why nothing else.
SUFFIXES = (".tflite", ".onnx")

# Outputs of an exported model that finds keypoints; the first axis is the batch.
OUTPUTS: Mapping[str, tuple[int, ...]] = {
    "keypoints": (NUM_KEYPOINTS, 2),
    "scores": (NUM_KEYPOINTS,),
    "handedness": (),
    "presence": (),
}
# The same of each task; see `Card` for their meaning.
OUTPUTS_OF: Mapping[str, Mapping[str, tuple[int, ...]]] = {
    "landmarks": OUTPUTS,
    "detection": {"boxes": (16, 4), "angles": (16,), "scores": (16,)},
}


@dataclass(frozen=True)
class Model:
    """An exported model that is ready to run, and its card.

    run: crops (n, size, size, 3) float32 RGB 0..255 to what `OUTPUTS_OF` its task names. Of
    landmarks: keypoints (n, 21, 2) uv, crop pixels; scores (n, 21); handedness (n,): probability
    of a right hand; presence (n,).
    """

    run: Callable[[np.ndarray], dict[str, np.ndarray]]
    card: Card


def open_model(path: str | Path, num_threads: int = 1, task: str = "landmarks") -> Model:
    """Open a LiteRT (.tflite) or ONNX (.onnx) file that `handpose export` wrote.

    Only these two: neither can run code of its maker's. Raises HandposeError for another file,
    a damaged one, one that is no hand model, or one for another task.
    """
    path = Path(path)
    if path.suffix not in SUFFIXES:
        raise HandposeError(
            f"{path}: a .tflite or .onnx file expected; make one with: handpose export"
        )
    if not path.is_file():
        raise HandposeError(f"{path}: no such file; make one with: handpose export --load_path=RUN")
    model = _opener(path)(path, _content(path), num_threads)
    if model.card.task != task:
        raise HandposeError(f"{path}: a model for {model.card.task}, one for {task} expected")
    return model


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise HandposeError(f"{path}: cannot be read ({error.strerror or error})") from None


def _opener(path: Path) -> Any:
    if path.suffix == ".tflite":
        from handpose.inference.litert import open_litert

        return open_litert
    from handpose.inference.onnx import open_onnx

    return open_onnx


def check_signature(path: Path, card: Card, shapes: Mapping[str, tuple[Any, ...]]) -> None:
    """Refuse a file that takes or gives something else than its card says; raises HandposeError.

    shapes: of `image` and of every output, with a batch axis of any length.
    """
    expected = {"image": (card.input_size, card.input_size, 3), **OUTPUTS_OF[card.task]}
    found = {name: tuple(shape[1:]) for name, shape in shapes.items()}
    for name, shape in expected.items():
        if found.get(name) != shape:
            raise HandposeError(
                f"{path}: {name} is {found.get(name, 'missing')}, {shape} expected; "
                "a file from `handpose export` is needed"
            )
