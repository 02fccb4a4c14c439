"""handpose: train, measure and ship 21-keypoint 2D hand pose models."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from handpose.inference.detector import HandDetector as HandDetector
    from handpose.inference.hands import Hands as Hands
    from handpose.inference.landmarker import HandLandmarker as HandLandmarker
    from handpose.inference.tracker import HandTracker as HandTracker

__version__ = "0.1.0"
__all__ = ["HandDetector", "HandLandmarker", "HandTracker", "Hands"]

_WHERE = {
    "HandDetector": "handpose.inference.detector",
    "HandLandmarker": "handpose.inference.landmarker",
    "HandTracker": "handpose.inference.tracker",
    "Hands": "handpose.inference.hands",
}


def __getattr__(name: str) -> Any:
    # OpenCV and LiteRT are imported at the first use, so that `--help` answers at once.
    if name not in _WHERE:
        raise AttributeError(f"module 'handpose' has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(_WHERE[name]), name)
