"""ONNX files: run by onnxruntime, without TensorFlow."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from handpose.errors import HandposeError, missing_extra
from handpose.inference.card import NAME, Card, read_card
from handpose.inference.model import OUTPUTS_OF, Model, check_signature

if TYPE_CHECKING:
    import onnxruntime


def open_onnx(path: Path, content: bytes, num_threads: int) -> Model:
    """An `.onnx` file as a model; raises HandposeError when it is not one of ours."""
    session = _session(path, content, num_threads)
    card = _card(path, session)
    shapes = {port.name: port.shape for port in (*session.get_inputs(), *session.get_outputs())}
    check_signature(path, card, shapes)
    names = list(OUTPUTS_OF[card.task])

    def run(crops: np.ndarray) -> dict[str, np.ndarray]:
        return dict(zip(names, session.run(names, {"image": crops}), strict=True))

    return Model(run, card)


def _session(path: Path, content: bytes, num_threads: int) -> onnxruntime.InferenceSession:
    try:
        import onnxruntime
    except ModuleNotFoundError:
        raise missing_extra("onnxruntime", "onnx") from None
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = num_threads
    options.log_severity_level = 3
    try:
        providers = ["CPUExecutionProvider"]
        # The content, not the path: a model must not make the runtime read other files.
        return onnxruntime.InferenceSession(content, options, providers=providers)
    except Exception as error:  # onnxruntime's own errors have no common base
        reason = " ".join(str(error).split())
        raise HandposeError(f"{path}: onnxruntime cannot run it ({reason})") from None


def _card(path: Path, session: Any) -> Card:
    content = session.get_modelmeta().custom_metadata_map
    if NAME not in content:
        raise HandposeError(f"{path}: no card in it; a file from `handpose export` is needed")
    return read_card(content[NAME], path)
