"""Which tracker follows the hands: made of the shipped files or of the user's own."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from handpose import shipped
from handpose.inference.hands import Hands
from handpose.quiet import quiet_start
from handpose.video.options import TrackerOptions

# An RGB uint8 frame (h, w, 3) and its time in seconds, which grows, to the hands in it.
Tracker = Callable[[np.ndarray, float], Hands]


def chosen_tracker(options: TrackerOptions) -> Tracker:
    """A tracker that has seen nothing yet; raises HandposeError when a file cannot be used."""
    with quiet_start():
        from handpose.inference.landmarker import HandLandmarker
        from handpose.inference.search import detector_of
        from handpose.inference.tracker import HandTracker

        return HandTracker(
            detector_of(options.detector, shipped.SURENESS),
            HandLandmarker(options.load_path or None),
            max_hands=options.max_hands,
            smooth=options.smooth,
        )
