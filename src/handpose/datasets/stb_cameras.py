"""The cameras of STB: constants of the dataset, and the projection that its users agreed on."""

from __future__ import annotations

import numpy as np

CAMERAS = ("BB_left", "BB_right", "SK_color")
IMAGE_SIZE = (480, 640)  # height, width

# Focal lengths and principal point in pixels, lengths in millimetres.
_BB = np.array([[822.79041, 0, 318.47345], [0, 822.79041, 250.31296], [0, 0, 1]])
_BB_BASELINE = 120.054
_SK_COLOUR = np.array([[607.92271, 0, 314.78337], [0, 607.88192, 236.42484], [0, 0, 1]])
# From the colour camera to the depth camera, in whose frame the labels are.
_SK_ROTATION = np.array([0.00531, -0.01196, 0.00301])
_SK_SHIFT = np.array([-24.0381, -0.4563, -1.2326])


def project(points: np.ndarray, camera: str) -> np.ndarray:
    """Image points (n, 2) uv, pixels, of points (n, 3) mm in the frame of the labels.

    camera: one of CAMERAS. A point that is not in front of the camera becomes NaN.
    """
    if camera == "SK_color":
        # The rotation is so small that its users invert it by its sign, and the shift alike.
        return _pinhole(points @ _rotation(-_SK_ROTATION).T - _SK_SHIFT, _SK_COLOUR)
    offset = _BB_BASELINE if camera == "BB_right" else 0.0
    return _pinhole(points - [offset, 0, 0], _BB)


def _pinhole(points: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    depth = np.where(points[:, 2:] > 0, points[:, 2:], np.nan)
    return (points / depth) @ matrix[:2].T


def _rotation(vector: np.ndarray) -> np.ndarray:
    """The rotation matrix (3, 3) about a vector by its length in radians (Rodrigues)."""
    import cv2

    return cv2.Rodrigues(vector)[0]
