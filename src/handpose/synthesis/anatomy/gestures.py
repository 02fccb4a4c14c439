"""Gestures as data: what each finger does, where the thumb is and which keypoints touch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from handpose.synthesis.anatomy.angles import ABDUCTION, DIP, LONG_FINGERS, MCP, PIP, angles

# A finger's state: degrees of MCP, PIP and DIP.
FINGER_STATES: Mapping[str, tuple[float, float, float]] = MappingProxyType(
    {
        "e": (0, 6, 3),  # extended
        "f": (80, 102, 66),  # folded
        "l": (52, 72, 40),  # loosely folded
        "h": (0, 95, 50),  # hook
        "w": (0, 60, 50),  # claw
        "t": (75, 8, 5),  # table top
        "r": (30, 38, 16),  # relaxed
        "c": (35, 55, 35),  # curved
        "s": (45, 35, 20),  # slightly curved
    }
)

# Whose fingertip is at the palm.
FOLDED = ("f", "l")

# Thumbs: degrees of radial and palmar abduction, twist, MCP, IP.
Thumb = tuple[float, float, float, float, float]
OUT: Thumb = (48, 12, 0, 5, 0)
HALF_OUT: Thumb = (38, 15, 0, 8, 4)
SIDE: Thumb = (12, 14, 5, 8, 8)
BESIDE: Thumb = (14, 18, 6, 12, 18)
ACROSS: Thumb = (12, 58, -14, 22, 62)
PALM: Thumb = (11, 60, -15, 39, 42)
INSIDE: Thumb = (12, 35, 8, 50, 72)
UP: Thumb = (52, 5, -8, -2, -8)
RELAXED: Thumb = (28, 28, 8, 14, 16)
OPPOSED: Thumb = (18, 48, 20, 18, 22)
CLAW: Thumb = (45, 25, 5, 20, 35)
TABLE: Thumb = (20, 30, 15, 10, 10)

# Abduction of index, middle, ring and pinky, degrees, as far as the finger is straight.
Spread = tuple[float, float, float, float]
NORMAL: Spread = (6, 0, -7, -15)
NARROW: Spread = (1, 0, -2, -4)
WIDE: Spread = (14, 0, -11, -24)
CLOSING: Spread = (3, 0, -3, -6)

THUMB_TIP, INDEX_TIP, MIDDLE_TIP, RING_TIP, PINKY_TIP = 4, 8, 12, 16, 20


@dataclass(frozen=True)
class Gesture:
    """fingers: a state for each long finger; noise: how freely people vary it.

    touch: pairs of keypoints whose flesh meets.
    """

    fingers: str
    thumb: Thumb
    spread: Spread = NORMAL
    noise: float = 0.7
    touch: tuple[tuple[int, int], ...] = ()


GESTURES: Mapping[str, Gesture] = MappingProxyType(
    {
        "open": Gesture("eeee", OUT, WIDE, 1.0),
        "half_open": Gesture("eeee", HALF_OUT, NORMAL, 1.0),
        "flat": Gesture("eeee", SIDE, NARROW, 0.6),
        "fist": Gesture("ffff", ACROSS, NORMAL, 0.5),
        "fist_thumb_beside": Gesture("ffff", BESIDE, NORMAL, 0.5),
        "loose_fist": Gesture("llll", RELAXED, NORMAL, 0.9),
        "thumbs_up": Gesture("ffff", UP, NORMAL, 0.5),
        "point": Gesture("efff", ACROSS),
        "gun": Gesture("efff", OUT),
        "pinky_up": Gesture("fffe", ACROSS, (0, 0, 0, -10)),
        "victory": Gesture("eeff", PALM, (12, -6, -4, -6)),
        "scout": Gesture("eeff", PALM, (0, 1, -4, -6)),
        "three": Gesture("eeef", PALM, (10, 0, -9, -8), 0.7, ((THUMB_TIP, PINKY_TIP),)),
        "three_with_thumb": Gesture("eeff", OUT, (10, -3, 0, 0)),
        "four": Gesture("eeee", INSIDE, (9, 1, -6, -16)),
        "vulcan": Gesture("eeee", OUT, (3, 4, -10, -13), 0.5),
        "rock": Gesture("effe", ACROSS, (6, 0, 0, -14)),
        "love_you": Gesture("effe", OUT, (6, 0, 0, -14)),
        "shaka": Gesture("fffe", OUT, (0, 0, 0, -18)),
        "call": Gesture("rrre", OUT, WIDE, 0.9),
        "ok": Gesture("ceee", OPPOSED, (4, 2, -6, -14), 0.7, ((THUMB_TIP, INDEX_TIP),)),
        "pinch": Gesture("csss", OPPOSED, CLOSING, 0.8, ((THUMB_TIP, INDEX_TIP),)),
        "pinch_middle": Gesture("ecee", OPPOSED, (8, 0, -4, -10), 0.8, ((THUMB_TIP, MIDDLE_TIP),)),
        "tripod": Gesture(
            "ccrr",
            OPPOSED,
            (2, 0, -2, -4),
            0.8,
            ((THUMB_TIP, INDEX_TIP), (THUMB_TIP, MIDDLE_TIP)),
        ),
        "beak": Gesture(
            "cccc",
            OPPOSED,
            (-2, 0, 2, 4),
            0.6,
            ((THUMB_TIP, INDEX_TIP), (THUMB_TIP, MIDDLE_TIP), (THUMB_TIP, RING_TIP)),
        ),
        "claw": Gesture("wwww", CLAW, WIDE, 1.0),
        "hook": Gesture("hhhh", SIDE, NARROW, 0.8),
        "table_top": Gesture("tttt", TABLE, NARROW, 0.8),
        "relaxed": Gesture("rrrr", RELAXED, (4, 0, -4, -8), 1.2),
        "cup": Gesture("ssss", OPPOSED, CLOSING, 1.1),
    }
)


def gesture_angles(gesture: Gesture) -> np.ndarray:
    """The angles (27,) of a gesture in degrees, the wrist straight."""
    states = np.array([FINGER_STATES[state] for state in gesture.fingers], float)
    values = angles(**thumb_angles(gesture.thumb))
    values[MCP], values[PIP], values[DIP] = states.T
    if "r" in gesture.fingers:
        _relax(values, gesture.fingers)
    values[ABDUCTION] = spread_when_bent(np.array(gesture.spread, float), values[MCP])
    if "f" in gesture.fingers[2:]:
        values += angles(ring_metacarpal=4, pinky_metacarpal=9)
    return values


def thumb_angles(thumb: Thumb) -> dict[str, float]:
    """A thumb's five angles by name."""
    names = ("thumb_radial", "thumb_palmar", "thumb_twist", "thumb_mcp", "thumb_ip")
    return dict(zip(names, thumb, strict=True))


def spread_when_bent(spread: np.ndarray, mcp: np.ndarray) -> np.ndarray:
    """Abduction (4,) that is left at an MCP flexion (4,), degrees: bent fingers do not spread."""
    return spread * (1 - 0.9 * np.clip(mcp / 90, 0, 1))


def _relax(values: np.ndarray, states: str) -> None:
    """At rest a finger is bent the more, the farther it is from the thumb."""
    for place in range(len(LONG_FINGERS)):
        if states[place] == "r":
            values[MCP[place]] += 5 * (place - 1.5)
            values[PIP[place]] += 4 * (place - 1.5)
