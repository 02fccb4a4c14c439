"""The networks that come with the package: files to find hands with, a run to train on from."""

from __future__ import annotations

from pathlib import Path

from handpose.errors import HandposeError

FOLDER = Path(__file__).parent / "weights"
MODEL, RUN = "hand_float16.tflite", "hand_run"
DETECTOR = "detector_float16.tflite"

# What `--load_path` calls the run.
NAME = "shipped"


def model() -> Path:
    """The LiteRT file that `HandLandmarker()` and `test` use; raises HandposeError without one."""
    return _there(FOLDER / MODEL, "name a file made by: handpose export --load_path=shipped")


def detector(or_else: str = "") -> Path:
    """The LiteRT file that `HandDetector()` uses; raises HandposeError without one.

    or_else: how the command that asks does without a detector.
    """
    own = "name your own, made by: handpose export --load_path=RUN"
    return _there(FOLDER / DETECTOR, f"{own}; or {or_else}" if or_else else own)


def run() -> Path:
    """The folder with the Keras weights of the same network; raises HandposeError without one."""
    return _there(FOLDER / RUN, "name your own: --load_path=RUN")


def _there(path: Path, way_out: str) -> Path:
    if not path.exists():
        raise HandposeError(f"no model is shipped for this ({path} is missing); {way_out}")
    return path
