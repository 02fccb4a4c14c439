"""Detections and true hands of one picture, put together by hand."""

import numpy as np

from handpose.detection.answers import Truth, answers_of
from handpose.inference.detections import Detections

HALF = (320, 240)  # height and width of a picture that is magnified twofold


def detections(*rows):
    """Rows of (box, angle, score)."""
    boxes = np.array([row[0] for row in rows], np.float32).reshape(-1, 4)
    return Detections(boxes, *(np.array([row[n] for row in rows], np.float32) for n in (1, 2)))


def truth(*rows):
    """Rows of (box, angle, kind)."""
    boxes = np.array([row[0] for row in rows], np.float32).reshape(-1, 4)
    angles = np.array([row[1] for row in rows], np.float32)
    return Truth(boxes, angles, np.array([row[2] for row in rows], int))


def answers(*pictures):
    """Pictures of (detections, truth)."""
    found, there = zip(*pictures, strict=True)
    names = [str(number) for number in range(len(pictures))]
    return answers_of(names, found, there, [HALF] * len(pictures))
