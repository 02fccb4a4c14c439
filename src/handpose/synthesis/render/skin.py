"""One person's skin as a row of numbers: colour, blush, wrinkles, veins, hair, nails."""

from __future__ import annotations

import numpy as np

from handpose.synthesis.compiled import Record

# colours: linear 0..1; the others are strengths about 0..1. cells: where in the noise it lies.
SKIN = np.dtype(
    [
        *(("red", np.float64), ("green", np.float64), ("blue", np.float64)),
        *(("palm_red", np.float64), ("palm_green", np.float64), ("palm_blue", np.float64)),
        *(("nail_red", np.float64), ("nail_green", np.float64), ("nail_blue", np.float64)),
        *(("x", np.float64), ("y", np.float64), ("z", np.float64)),
        *(("blush", np.float64), ("mottle", np.float64), ("freckles", np.float64)),
        *(("crease", np.float64), ("wrinkle", np.float64), ("relief", np.float64)),
        *(("vein", np.float64), ("tendon", np.float64), ("hair", np.float64)),
        *(("rough", np.float64), ("shine", np.float64), ("polish", np.float64)),
    ]
)

LIGHTEST, DARKEST = 0.0, 9.0
# sRGB of the back of the hand from light to dark, ten steps as on the Monk skin tone scale.
_RAMP = np.array(
    [
        *((234, 208, 196), (226, 194, 177), (215, 179, 158), (200, 160, 136), (181, 140, 114)),
        *((156, 115, 89), (131, 91, 67), (105, 70, 50), (83, 53, 37), (62, 40, 30)),
    ]
) / 255  # fmt: skip
# Light shines out of the palm of a hand more evenly: little melanin, much blood.
_PALM = np.array([(228, 186, 171), (174, 128, 107)]) / 255
_LINEAR_SHARE = 0.85


def random_skin(rng: np.random.Generator, tone: float) -> Record:
    """The skin of a person of a tone, 0 the lightest to 9 the darkest."""
    row = np.zeros((), SKIN)
    back, palm = _colours(rng, tone)
    _set_colour(row, "", back)
    _set_colour(row, "palm_", palm)
    _set_nails(row, rng, back, palm)
    for axis in "xyz":
        row[axis] = rng.uniform(0, 1)
    age = rng.beta(1.3, 2.0)
    row["blush"] = rng.uniform(0.3, 1.2) * (1 - 0.05 * tone)
    row["mottle"] = rng.uniform(0.4, 1.4)
    row["freckles"] = max(0.0, rng.normal(-0.3, 0.6))
    row["crease"] = rng.uniform(0.35, 0.9)
    row["wrinkle"] = 0.15 + age
    row["relief"] = rng.uniform(0.5, 1.1)
    row["vein"] = rng.uniform(0, 0.5) + 0.5 * age * rng.random()
    row["tendon"] = rng.uniform(0.1, 1.0)
    row["hair"] = max(0.0, rng.normal(0.1, 0.5))
    row["rough"] = rng.uniform(0.42, 0.66)
    row["shine"] = rng.uniform(0.4, 1.1)
    return row[()]


def _colours(rng: np.random.Generator, tone: float) -> tuple[np.ndarray, np.ndarray]:
    """Linear colours (3,) of the back and of the palm."""
    step = int(min(tone, DARKEST - 1))
    back = _RAMP[step] + (tone - step) * (_RAMP[step + 1] - _RAMP[step])
    back = back * (1 + rng.normal(0, (0.012, 0.015, 0.03)))
    darkness = tone / DARKEST
    bare = _PALM[0] + darkness * (_PALM[1] - _PALM[0])
    share = 0.25 + 0.28 * darkness
    palm = (1 - share) * back + share * bare * (1 + rng.normal(0, 0.02, 3))
    return _linear(back), _linear(palm)


def _linear(colour: np.ndarray) -> np.ndarray:
    return np.clip(colour, 0.02, 0.97) ** 2.2 * _LINEAR_SHARE


def _set_nails(
    row: np.ndarray, rng: np.random.Generator, back: np.ndarray, palm: np.ndarray
) -> None:
    """Mostly bare: a paler, pinker palm; else polished in any colour."""
    row["polish"] = rng.random() < 0.08
    bare = palm * (0.68, 0.62, 0.62) + np.array([0.24, 0.16, 0.14]) * (0.2 + palm.mean())
    bare = 0.65 * bare + 0.35 * np.minimum(1.25 * back, 0.9)
    _set_colour(row, "nail_", rng.uniform(0.01, 0.8, 3) if row["polish"] else bare)


def _set_colour(row: np.ndarray, prefix: str, colour: np.ndarray) -> None:
    for name, value in zip(("red", "green", "blue"), colour, strict=True):
        row[prefix + name] = value
