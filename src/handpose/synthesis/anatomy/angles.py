"""The 27 angles of a hand as data: names, limits and how much people vary.

Anatomical degrees: 0 is straight, flexion to the palm and abduction to the thumb are positive.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np


@dataclass(frozen=True)
class Freedom:
    """One angle: its limits and the standard deviation about a gesture, degrees."""

    name: str
    low: float
    high: float
    noise: float


LONG_FINGERS = ("index", "middle", "ring", "pinky")


def _finger(
    name: str, mcp: tuple[float, float], abduction: tuple[float, float], pip: float, dip: float
) -> tuple[Freedom, ...]:
    return (
        Freedom(f"{name}_mcp", *mcp, 9),
        Freedom(f"{name}_abduction", *abduction, 5),
        Freedom(f"{name}_pip", 0, pip, 9),
        Freedom(f"{name}_dip", -8, dip, 6),
    )


FREEDOMS = (
    Freedom("wrist_flexion", -60, 60, 18),
    Freedom("wrist_deviation", -20, 30, 7),
    Freedom("forearm_twist", -75, 75, 25),
    Freedom("thumb_radial", 0, 60, 6),
    Freedom("thumb_palmar", -5, 60, 6),
    Freedom("thumb_twist", -15, 40, 5),
    Freedom("thumb_mcp", -10, 60, 6),
    Freedom("thumb_abduction", -8, 12, 2),
    Freedom("thumb_ip", -20, 80, 8),
    *_finger("index", (-25, 90), (-8, 22), 108, 78),
    *_finger("middle", (-25, 90), (-12, 12), 108, 78),
    *_finger("ring", (-25, 92), (-16, 8), 110, 78),
    *_finger("pinky", (-30, 95), (-32, 6), 108, 80),
    Freedom("ring_metacarpal", 0, 10, 2),
    Freedom("pinky_metacarpal", 0, 20, 3),
)
NUMBER: Mapping[str, int] = MappingProxyType({f.name: place for place, f in enumerate(FREEDOMS)})
LOW = np.array([freedom.low for freedom in FREEDOMS], float)
HIGH = np.array([freedom.high for freedom in FREEDOMS], float)
NOISE = np.array([freedom.noise for freedom in FREEDOMS], float)

# The wrist's three angles do not change the hand, only the forearm's place.
WRIST = slice(0, 3)
_WRIST_MEAN = np.array([0.0, 4.0, 0.0])


def columns(*ends: str) -> list[int]:
    """The columns of the long fingers' angles with these endings, such as "mcp"."""
    return [NUMBER[f"{finger}_{end}"] for finger in LONG_FINGERS for end in ends]


def columns_of(finger: str) -> list[int]:
    """The columns of all angles of one finger, its metacarpal's included."""
    return [place for name, place in NUMBER.items() if name.startswith(f"{finger}_")]


MCP, ABDUCTION, PIP, DIP = (columns(end) for end in ("mcp", "abduction", "pip", "dip"))


def angles(**named: float) -> np.ndarray:
    """Angles (27,) in degrees, zero where not named; raises KeyError for an unknown name."""
    values = np.zeros(len(FREEDOMS))
    for name, value in named.items():
        values[NUMBER[name]] = value
    return values


def possible(values: np.ndarray) -> np.ndarray:
    """The nearest angles (27,) that a hand can take: inside the limits, DIP following PIP.

    One tendon bends both: DIP <= 0.8 PIP + 6 degrees.
    """
    values = np.clip(values, LOW, HIGH)
    values[DIP] = np.minimum(values[DIP], 0.8 * values[PIP] + 6)
    return values


def varied(values: np.ndarray, rng: np.random.Generator, scale: float = 1.0) -> np.ndarray:
    """Angles (27,) with normal noise, `scale` times the usual; the wrist is drawn anew."""
    noise = rng.normal(size=len(FREEDOMS)) * NOISE
    result = values + scale * noise
    result[WRIST] = _WRIST_MEAN + noise[WRIST]
    return possible(result)
