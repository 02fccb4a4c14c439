"""What finds the hands of a picture: detector and landmarker, or the landmarker alone."""

from __future__ import annotations

from handpose import shipped
from handpose.inference import landmarker
from handpose.inference.search import Search, detector_of, searching
from handpose.labelling.options import PrelabelConfig


def finder(options: PrelabelConfig) -> Search:
    """The finder that the options name; raises HandposeError when a model cannot be used."""
    look = landmarker.HandLandmarker(options.load_path or None, num_threads=options.num_threads)
    if options.cropped:
        return look
    file = shipped.detector(options.detector, shipped.CROPPED)
    detector = detector_of(file, options.threshold, options.tiles, options.num_threads)
    return searching(detector, look, options.threshold)
