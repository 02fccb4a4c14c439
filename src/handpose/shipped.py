"""The networks that come with the package: files to find hands with, runs to train on from."""

from __future__ import annotations

from pathlib import Path

from handpose.errors import HandposeError

FOLDER = Path(__file__).parent / "weights"
MODEL = "hand_float16.tflite"
DETECTOR = "detector_float16.tflite"
RUNS = {"landmarks": "hand_run", "detection": "detector_run"}
# The score from which it takes something for a hand, and how sure detector and hand model together
# must be: docs/detection.md.
THRESHOLD, SURENESS = 0.38, 0.45

# How `test` and `prelabel` do without a detector.
CROPPED = "--cropped=True where each picture is one hand"

# What options call the detector and the preview, and where weights are needed the run.
NAME = "shipped"
# Until a hand model is good enough to be taken unasked: docs/hand_model.md.
PREVIEWS = {NAME: "hand_preview_float16.tflite", f"{NAME}_int8": "hand_preview_int8.tflite"}


def hand_model(name: str | Path | None) -> Path:
    """The file of a hand model: of no name the default, of a preview's name that, else its path.

    Raises HandposeError when it should be in the package and is not.
    """
    if not name:
        return _there(FOLDER / MODEL, f"name your own, or the package's preview: {NAME}")
    if name in PREVIEWS:
        return _there(FOLDER / PREVIEWS[str(name)], "name a file made by: handpose export")
    return Path(name)


def detector(name: str | Path | None = None, or_else: str = "") -> Path:
    """The file of a detector: of no name and of `shipped` the package's, else its path.

    or_else: how the command that asks does without a detector. Raises HandposeError when it
    should be in the package and is not.
    """
    if name and name != NAME:
        return Path(name)
    own = "name your own, made by: handpose export --load_path=RUN"
    return _there(FOLDER / DETECTOR, f"{own}; or {or_else}" if or_else else own)


def run(task: str) -> Path:
    """The folder with the Keras weights of the preview or, for `detection`, of the detector.

    Raises HandposeError when it should be in the package and is not.
    """
    return _there(FOLDER / RUNS[task], "name your own: --load_path=RUN")


def _there(path: Path, way_out: str) -> Path:
    if not path.exists():
        raise HandposeError(f"no model is shipped for this ({path} is missing); {way_out}")
    return path
