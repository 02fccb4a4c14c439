"""Each format: the name of its file, how it is written and how it is run again."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path

import keras
import numpy as np

from handpose.config import Config
from handpose.errors import missing_extra
from handpose.export.int8 import int8_litert
from handpose.export.litert import float_litert
from handpose.export.onnx import write_onnx
from handpose.export.run_folder import open_run, write_run
from handpose.export.saved_model import open_saved_model, write_saved_model
from handpose.files import write_text
from handpose.inference.card import NAME, Card
from handpose.inference.litert import write_card
from handpose.inference.model import open_model

Run = Callable[[np.ndarray], dict[str, np.ndarray]]


@dataclass(frozen=True)
class Material:
    """What the writers make files from.

    network: the trained one, `config` its configuration; predictor: it with its decoding inside;
    scratch: an empty folder; calibration: gives the crops that int8 is scaled by.
    """

    network: keras.Model
    config: Config
    predictor: keras.Model
    card: Card
    scratch: Path
    calibration: Callable[[], np.ndarray]

    @cached_property
    def one_at_a_time(self) -> Path:
        """The predictor as a SavedModel for one crop."""
        write_saved_model(self.predictor, self.scratch / "one", batch=1)
        return self.scratch / "one"

    @cached_property
    def float32(self) -> bytes:
        """The predictor as LiteRT, unchanged."""
        return float_litert(self.one_at_a_time, half=False)


@dataclass(frozen=True)
class Format:
    """ending: of its file's name; write: makes it at a path; open: what runs it, for a task.

    needs: packages of the extra `export`.
    """

    ending: str
    write: Callable[[Material, Path], None]
    open: Callable[[Path, str], Run]
    needs: tuple[str, ...] = ()

    def file(self, task: str) -> str:
        """The name of the file for a network of a task."""
        return {"landmarks": "hand", "detection": "detector"}[task] + self.ending

    def check_installed(self) -> None:
        """Raise HandposeError with the pip command when a package is missing."""
        for package in self.needs:
            if find_spec(package) is None:
                raise missing_extra(package, "export")


def _write_float32(material: Material, path: Path) -> None:
    _write_litert(path, material.float32, material.card, "float32")


def _write_float16(material: Material, path: Path) -> None:
    content = float_litert(material.one_at_a_time, half=True)
    _write_litert(path, content, material.card, "float16")


def _write_int8(material: Material, path: Path) -> None:
    content = int8_litert(material.float32, material.calibration(), _encoder(material.config))
    _write_litert(path, content, material.card, "int8")


def _encoder(config: Config) -> str:
    return config.encoder if config.network == "handnet" else ""


def _write_litert(path: Path, content: bytes, card: Card, precision: str) -> None:
    path.write_bytes(content)
    write_card(path, dataclasses.replace(card, precision=precision))


def _write_onnx(material: Material, path: Path) -> None:
    write_onnx(material.predictor, path, material.card)


def _write_saved_model(material: Material, path: Path) -> None:
    shutil.rmtree(path, ignore_errors=True)
    write_saved_model(material.predictor, path)
    write_text(path / NAME, material.card.to_json())


def _write_run(material: Material, path: Path) -> None:
    write_run(material.network, material.config, path)


def _open_file(path: Path, task: str) -> Run:
    return open_model(path, task=task).run


def _open_saved_model(path: Path, task: str) -> Run:
    return open_saved_model(path)


def _open_run(path: Path, task: str) -> Run:
    return open_run(path)


WRITERS = {
    "litert_float32": Format("_float32.tflite", _write_float32, _open_file),
    "litert_float16": Format("_float16.tflite", _write_float16, _open_file),
    "litert_int8": Format("_int8.tflite", _write_int8, _open_file, ("ai_edge_quantizer",)),
    "onnx": Format(".onnx", _write_onnx, _open_file, ("onnx", "tf2onnx", "onnxruntime")),
    "savedmodel": Format("_savedmodel", _write_saved_model, _open_saved_model),
    "run": Format("_run", _write_run, _open_run),
}
