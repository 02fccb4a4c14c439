"""Hands of scenes as the losses get them, put together by hand."""

import numpy as np
import tensorflow as tf

from handpose.models.detector.targets import HAND, NOTHING


def batch_of(*scenes, places=3):
    """scenes: lists of (box, degrees) or (box, degrees, kind) or with how clear it is, too."""
    fields = {
        "boxes": np.zeros((len(scenes), places, 4), np.float32),
        "angles": np.zeros((len(scenes), places), np.float32),
        "clear": np.zeros((len(scenes), places), np.float32),
        "kind": np.full((len(scenes), places), NOTHING, np.int32),
    }
    for row, hands in enumerate(scenes):
        for place, (box, degrees, *rest) in enumerate(hands):
            kind, clear = (*rest, *(HAND, 1.0)[len(rest) :])
            for key, value in zip(fields, (box, degrees, clear, kind), strict=True):
                fields[key][row, place] = value
    return {key: tf.constant(value) for key, value in fields.items()}
