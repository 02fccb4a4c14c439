"""What finds the hands of a picture: detector and landmarker, or the landmarker alone."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from handpose.inference.hands import Hands
from handpose.labelling.options import PrelabelConfig

# An RGB uint8 picture (h, w, 3) to its hands, image pixels.
Find = Callable[[np.ndarray], Hands]


def finder(options: PrelabelConfig) -> Find:
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

    def find(image: np.ndarray) -> Hands:
        seen = detector(image)
        return landmarker(image, seen.boxes, seen.angles)

    return find
