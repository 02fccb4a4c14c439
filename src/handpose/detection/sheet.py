"""Hands drawn as boxes with the direction they point to, for people to look at."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from handpose.detection.answers import Truth
from handpose.drawing import contact_sheet
from handpose.inference.detections import Detections
from handpose.models.detector.model import DetectionModel
from handpose.models.detector.targets import HAND, NOTHING
from handpose.models.heads.base import Batch

_ZOOM = 2
_FOUND, _TRUE, _UNCOUNTED = (255, 220, 0), (0, 255, 90), (160, 160, 160)
_FAINTEST = 0.1  # the score below which nothing is drawn
_SHIFT = 4  # OpenCV draws with 1/16 pixel, with pixel centres at whole numbers


def detection_sheet(model: DetectionModel, batch: Batch) -> np.ndarray:
    """An RGB sheet (h, w, 3): a batch's scenes with the hands found, the true ones below."""
    found = model.decode(model.network(batch["image"], training=False))
    scenes = np.round(np.asarray(batch["image"])).astype(np.uint8)
    rows = range(len(scenes))
    above = [_with_found(scenes[row], found, row) for row in rows]
    below = [with_truth(scenes[row], batch, row) for row in rows]
    return contact_sheet(above + below, len(scenes))


def _with_found(image: np.ndarray, found: Batch, row: int) -> np.ndarray:
    drawn = _enlarged(image)
    boxes, angles, scores = (np.asarray(found[key])[row] for key in ("boxes", "angles", "scores"))
    for box, angle, score in zip(boxes, angles, scores, strict=True):
        if score >= _FAINTEST:
            draw_box(drawn, box * _ZOOM, angle, [round(score * one) for one in _FOUND])
    return drawn


def with_truth(image: np.ndarray, batch: Batch, row: int) -> np.ndarray:
    """An RGB uint8 scene of a batch, twice as large, with its true hands."""
    drawn = _enlarged(image)
    boxes, angles, kinds = (np.asarray(batch[key])[row] for key in ("boxes", "angles", "kind"))
    for box, angle, kind in zip(boxes, angles, kinds, strict=True):
        if kind != NOTHING:
            draw_box(drawn, box * _ZOOM, angle, _TRUE if kind == HAND else _UNCOUNTED)
    return drawn


def draw_hands(image: np.ndarray, found: Detections, truth: Truth, threshold: float) -> np.ndarray:
    """A copy of an RGB picture (h, w, 3) with the hands found from a score on, and the true ones.

    Found ones are yellow, true ones green, those that may be found or not grey.
    """
    drawn = image.copy()
    for box, angle, kind in zip(truth.boxes, truth.angles, truth.kind, strict=True):
        draw_box(drawn, box, angle, _TRUE if kind == HAND else _UNCOUNTED)
    for box, angle, score in zip(found.boxes, found.angles, found.scores, strict=True):
        if score >= threshold:
            draw_box(drawn, box, angle, _FOUND)
    return drawn


def _enlarged(image: np.ndarray) -> np.ndarray:
    return cv2.resize(image, None, fx=_ZOOM, fy=_ZOOM, interpolation=cv2.INTER_LINEAR)


def draw_box(image: np.ndarray, box: np.ndarray, angle: float, colour: Sequence[int]) -> None:
    """Draw a box (4,) x, y, w, h, pixels, and a hand from its middle, into an RGB picture.

    angle: degrees clockwise from up, NaN for no hand.
    """
    x, y, w, h = (float(value) for value in box)
    thickness = max(1, round(max(image.shape[:2]) / 500))
    low, high = _fixed(x, y), _fixed(x + w, y + h)
    cv2.rectangle(image, low, high, colour, thickness, cv2.LINE_AA, _SHIFT)
    if np.isnan(angle):
        return
    middle, reach = np.array([x + w / 2, y + h / 2]), max(w, h) / 2
    tip = middle + reach * np.array([np.sin(np.radians(angle)), -np.cos(np.radians(angle))])
    cv2.line(image, _fixed(*middle), _fixed(*tip), colour, thickness, cv2.LINE_AA, _SHIFT)


def _fixed(x: float, y: float) -> tuple[int, int]:
    # Far outside, OpenCV's whole numbers would overflow.
    x, y = (round((min(max(value, -1e4), 1e4) - 0.5) * 2**_SHIFT) for value in (x, y))
    return int(x), int(y)
