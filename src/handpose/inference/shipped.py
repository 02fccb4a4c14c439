"""The models that come with the package."""

from __future__ import annotations

from pathlib import Path

from handpose.errors import HandposeError

FOLDER = Path(__file__).parents[1] / "weights"
DEFAULT = "hand_float16.tflite"


def shipped_model() -> Path:
    """The file that `HandLandmarker()` uses; raises HandposeError while none is shipped."""
    path = FOLDER / DEFAULT
    if not path.is_file():
        raise HandposeError(
            "no model is shipped with this version of handpose; give one: "
            "HandLandmarker(model='hand_float16.tflite'), made by: handpose export --load_path=RUN"
        )
    return path
