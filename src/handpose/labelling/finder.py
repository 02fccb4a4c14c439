"""What finds the hands of a picture: detector and landmarker, or the landmarker alone."""

from __future__ import annotations

from handpose.inference.search import Search, searching
from handpose.labelling.options import PrelabelConfig


def finder(options: PrelabelConfig) -> Search:
    """The finder that the options name; raises HandposeError when a model cannot be used."""
    from handpose.inference.landmarker import HandLandmarker

    landmarker = HandLandmarker(options.load_path or None, num_threads=options.num_threads)
    if options.cropped:
        return landmarker
    from handpose.inference.detector import HandDetector

    detector = HandDetector(
        options.detector or None,
        num_threads=options.num_threads,
        threshold=options.threshold,
    )
    return searching(detector, landmarker)
