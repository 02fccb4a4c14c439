"""The hand as data: 21 keypoints, their names, fingers, bones, colours and every dataset's order.

Canonical order (MediaPipe, COCO-WholeBody, FreiHAND, Panoptic): the wrist, then thumb, index,
middle, ring and pinky, each from its base to its tip.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

KEYPOINTS = (
    "wrist",
    *("thumb_cmc", "thumb_mcp", "thumb_ip", "thumb_tip"),
    *("index_mcp", "index_pip", "index_dip", "index_tip"),
    *("middle_mcp", "middle_pip", "middle_dip", "middle_tip"),
    *("ring_mcp", "ring_pip", "ring_dip", "ring_tip"),
    *("pinky_mcp", "pinky_pip", "pinky_dip", "pinky_tip"),
)
NUM_KEYPOINTS = len(KEYPOINTS)
WRIST, MIDDLE_MCP = 0, 9

FINGERS: Mapping[str, tuple[int, ...]] = MappingProxyType(
    {
        "thumb": (1, 2, 3, 4),
        "index": (5, 6, 7, 8),
        "middle": (9, 10, 11, 12),
        "ring": (13, 14, 15, 16),
        "pinky": (17, 18, 19, 20),
    }
)

# The kinematic tree: (parent, child), the wrist is the root.
BONES = tuple(
    (0 if place == 0 else finger[place - 1], keypoint)
    for finger in FINGERS.values()
    for place, keypoint in enumerate(finger)
)

# What is drawn: the fingers and the outline of the palm, the 21 edges of MediaPipe's
# HAND_CONNECTIONS (https://github.com/google-ai-edge/mediapipe, hands_connections.py).
_PALM_OUTLINE = ((0, 1), (0, 5), (5, 9), (9, 13), (13, 17), (0, 17))
SKELETON = _PALM_OUTLINE + tuple(bone for bone in BONES if bone[0] != WRIST)

# RGB, 0..255.
WRIST_COLOUR = (255, 255, 255)
FINGER_COLOURS: Mapping[str, tuple[int, int, int]] = MappingProxyType(
    {
        "thumb": (255, 90, 90),
        "index": (255, 190, 60),
        "middle": (110, 220, 90),
        "ring": (80, 170, 255),
        "pinky": (200, 120, 255),
    }
)

# ORDERS[dataset][i] is the dataset's row that holds canonical keypoint i.
ORDERS: Mapping[str, tuple[int, ...]] = MappingProxyType(
    {
        "canonical": tuple(range(NUM_KEYPOINTS)),
        # Rendered Handpose Dataset: inside a finger from the tip to the base.
        "rhd": (0, *(4, 3, 2, 1), *(8, 7, 6, 5), *(12, 11, 10, 9), *(16, 15, 14, 13),
                *(20, 19, 18, 17)),
        # STB: the palm centre, then pinky, ring, middle, index, thumb, each from base to tip.
        "stb": (0, *(17, 18, 19, 20), *(13, 14, 15, 16), *(9, 10, 11, 12), *(5, 6, 7, 8),
                *(1, 2, 3, 4)),
    }
)  # fmt: skip

HANDEDNESS = ("left", "right")


def to_canonical(keypoints: np.ndarray, order: str) -> np.ndarray:
    """Rows of one hand (21, ...) from a dataset's order into the canonical one.

    Raises KeyError for an unknown order and ValueError for a wrong number of rows.
    """
    if len(keypoints) != NUM_KEYPOINTS:
        raise ValueError(f"{len(keypoints)} keypoint rows given, {NUM_KEYPOINTS} expected")
    return keypoints[list(ORDERS[order])]


def from_canonical(keypoints: np.ndarray, order: str) -> np.ndarray:
    """The inverse of `to_canonical`: canonical rows (21, ...) into a dataset's order."""
    return keypoints[np.argsort(ORDERS[order])]


def finger_of(keypoint: int) -> str | None:
    """The finger that a canonical keypoint belongs to, None for the wrist."""
    return next((name for name, members in FINGERS.items() if keypoint in members), None)


def colour_of(keypoint: int) -> tuple[int, int, int]:
    """The RGB colour (0..255) in which a canonical keypoint is drawn."""
    finger = finger_of(keypoint)
    return WRIST_COLOUR if finger is None else FINGER_COLOURS[finger]
