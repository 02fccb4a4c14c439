"""LiteRT (formerly TensorFlow Lite) files: run without TensorFlow."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from handpose.errors import HandposeError
from handpose.inference.card import NAME, Card, read_card
from handpose.inference.model import OUTPUTS_OF, Model, check_signature

# Where a FlatBuffers file keeps its kind, and the kind of LiteRT's.
_KIND_AT, _KIND = slice(4, 8), b"TFL3"
_LARGEST_CARD = 65536


def open_litert(path: Path, content: bytes, num_threads: int) -> Model:
    """A `.tflite` file as a model; raises HandposeError when it is not one of ours."""
    if content[_KIND_AT] != _KIND:
        raise HandposeError(f"{path}: not a LiteRT file, or a damaged one; export it anew")
    card = _card(path)
    return Model(_Runner(path, content, card, num_threads), card)


def write_card(path: Path, card: Card) -> None:
    """Put a card into a LiteRT file, as the zip archive at its end that LiteRT's tools read."""
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(NAME), card.to_json())


def _card(path: Path) -> Card:
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo(NAME).file_size > _LARGEST_CARD:
                raise HandposeError(f"{path}: its card is larger than a card can be")
            return read_card(archive.read(NAME), path)
    except (zipfile.BadZipFile, KeyError, OSError) as error:
        raise HandposeError(
            f"{path}: no card in it ({error}); a file from `handpose export` is needed"
        ) from None


class _Runner:
    """One interpreter; not for several threads at once."""

    def __init__(self, path: Path, content: bytes, card: Card, num_threads: int):
        try:
            interpreter = _interpreter_class()(model_content=content, num_threads=num_threads)
            # It would happen, fail and be logged at the first picture otherwise.
            interpreter.allocate_tensors()
            self._run = interpreter.get_signature_runner()
        except (ValueError, RuntimeError) as error:
            reason = " ".join(str(error).split())
            raise HandposeError(f"{path}: LiteRT cannot run it ({reason})") from None
        details = self._run.get_input_details() | self._run.get_output_details()
        shapes = {name: tuple(map(int, detail["shape"])) for name, detail in details.items()}
        check_signature(path, card, shapes)
        self._outputs = OUTPUTS_OF[card.task]

    def __call__(self, crops: np.ndarray) -> dict[str, np.ndarray]:
        # The file takes one crop, as phones' accelerators want it; what that costs is in
        # docs/export.md.
        answers = [self._run(image=crop[None]) for crop in crops]
        return {
            name: np.concatenate([answer[name] for answer in answers]) if answers else _none(shape)
            for name, shape in self._outputs.items()
        }


def _interpreter_class() -> Any:
    try:
        from ai_edge_litert.interpreter import Interpreter
    except ModuleNotFoundError:
        raise HandposeError(
            "ai-edge-litert is not installed; run: pip install ai-edge-litert, or where there is "
            "none, as for Macs with Intel's processors, use an .onnx file"
        ) from None
    return Interpreter


def _none(shape: tuple[int, ...]) -> np.ndarray:
    return np.zeros((0, *shape), np.float32)
