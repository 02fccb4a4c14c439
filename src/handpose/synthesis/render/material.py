"""Materials as rows of a table: skin, cloth and smooth things, with random ones of each."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from handpose.synthesis.compiled import Record

SKIN, CLOTH, SMOOTH = range(3)
PLAIN, STRIPES, CHECKS, BLOTCHES, GRAIN = range(5)

# colours: linear 0..1. scale: pattern periods a metre. weave: threads a metre and their strength.
# reflectance: what is mirrored head-on; 0.04 for cloth, wood and plastic.
MATERIAL = np.dtype(
    [
        *(("kind", np.int32), ("skin", np.int32), ("pattern", np.int32)),
        *(("red", np.float64), ("green", np.float64), ("blue", np.float64)),
        *(("red2", np.float64), ("green2", np.float64), ("blue2", np.float64)),
        *(("scale", np.float64), ("threads", np.float64), ("weave", np.float64)),
        *(("rough", np.float64), ("reflectance", np.float64), ("metal", np.float64)),
        *(("sheen", np.float64), ("emission", np.float64)),
    ]
)


def table(rows: Sequence[Record]) -> np.ndarray:
    """The rows (n,) as the renderer wants them."""
    return np.array(rows, MATERIAL)


def skin(row: int) -> Record:
    """The material that points to a row of the skin table."""
    return material_row(kind=SKIN, skin=row)


def cloth(rng: np.random.Generator) -> Record:
    """A fabric: mostly muted and plain, else striped, checked or printed; woven or knitted."""
    first, second = _fabric_colour(rng), _fabric_colour(rng)
    pattern = rng.choice([PLAIN, STRIPES, CHECKS, BLOTCHES], p=[0.62, 0.16, 0.12, 0.10])
    knitted = rng.random() < 0.35
    return material_row(
        kind=CLOTH,
        pattern=pattern,
        colour=first,
        second=second,
        scale=np.exp(rng.uniform(np.log(25), np.log(160))),
        threads=rng.uniform(250, 450) if knitted else rng.uniform(700, 1300),
        weave=rng.uniform(0.5, 1.0) if knitted else rng.uniform(0.15, 0.5),
        rough=rng.uniform(0.7, 0.95),
        sheen=rng.uniform(0, 0.35),
    )


def glove(rng: np.random.Generator) -> Record:
    """Knitted, leather or rubber."""
    kind = rng.integers(3)
    if kind == 0:
        return cloth(rng)
    colour = _fabric_colour(rng) if kind == 1 else painted_colour(rng)
    leather, rubber = (0.5, 0.65), (0.25, 0.45)
    return material_row(
        kind=SMOOTH,
        pattern=GRAIN,
        colour=colour * 0.6,
        second=colour,
        scale=rng.uniform(150, 600),
        rough=rng.uniform(*(leather if kind == 1 else rubber)),
    )


def solid(rng: np.random.Generator) -> Record:
    """What held things are made of: plastic or paint, wood, metal, printed card."""
    kind = rng.choice(4, p=[0.5, 0.15, 0.2, 0.15])
    if kind == 2:
        return metal(rng)
    first = painted_colour(rng)
    wood = np.array([0.42, 0.24, 0.11]) * rng.uniform(0.3, 1.4)
    return material_row(
        kind=SMOOTH,
        pattern=(PLAIN, GRAIN, PLAIN, rng.choice([STRIPES, CHECKS, BLOTCHES]))[kind],
        colour=wood if kind == 1 else first,
        second=wood * rng.uniform(0.5, 0.8) if kind == 1 else painted_colour(rng),
        scale=rng.uniform(60, 250) if kind == 1 else rng.uniform(15, 80),
        rough=rng.uniform(0.15, 0.7),
    )


def metal(rng: np.random.Generator) -> Record:
    """Silver, gold, copper, steel or dark metal; rings and watches too."""
    colours = ((0.86, 0.85, 0.82), (0.92, 0.68, 0.3), (0.88, 0.5, 0.36), (0.5, 0.5, 0.52),
               (0.12, 0.12, 0.13))  # fmt: skip
    colour = np.array(colours[rng.integers(len(colours))])
    return material_row(kind=SMOOTH, colour=colour, rough=rng.uniform(0.2, 0.5), metal=1)


def screen(rng: np.random.Generator) -> Record:
    """Dark glass, or a lit display."""
    lit = rng.random() < 0.4
    return material_row(
        kind=SMOOTH,
        pattern=CHECKS if lit else PLAIN,
        colour=painted_colour(rng) if lit else np.full(3, 0.01),
        second=painted_colour(rng),
        scale=rng.uniform(20, 70),
        rough=0.12,
        emission=rng.uniform(0.2, 0.8) if lit else 0,
    )


def hair(rng: np.random.Generator) -> Record:
    """Black, brown, fair, red or grey hair."""
    colours = ((0.01, 0.008, 0.007), (0.05, 0.025, 0.012), (0.16, 0.09, 0.04), (0.42, 0.28, 0.13),
               (0.25, 0.06, 0.02), (0.4, 0.4, 0.4))  # fmt: skip
    colour = np.array(colours[rng.choice(6, p=[0.35, 0.25, 0.15, 0.1, 0.05, 0.1])])
    return material_row(
        kind=SMOOTH,
        pattern=GRAIN,
        colour=colour,
        second=colour * rng.uniform(0.4, 0.8),
        scale=rng.uniform(150, 400),
        rough=rng.uniform(0.35, 0.6),
    )


def eye() -> Record:
    """The white of an eye."""
    return material_row(kind=SMOOTH, colour=np.array([0.72, 0.68, 0.65]), rough=0.15)


def iris(rng: np.random.Generator) -> Record:
    """Brown, green, grey or blue."""
    colours = ((0.06, 0.03, 0.015), (0.1, 0.13, 0.06), (0.15, 0.17, 0.18), (0.08, 0.16, 0.3))
    colour = np.array(colours[rng.choice(4, p=[0.65, 0.1, 0.1, 0.15])])
    return material_row(kind=SMOOTH, colour=colour * rng.uniform(0.5, 1.2), rough=0.1)


def painted_colour(rng: np.random.Generator) -> np.ndarray:
    """Any colour (3,), linear; as often dark as bright, as often grey as strong."""
    brightness, strength = rng.uniform(0.05, 0.95), rng.beta(1.0, 1.3)
    return (brightness * (1 - strength * rng.uniform(0, 1, 3))) ** 2.2


def _fabric_colour(rng: np.random.Generator) -> np.ndarray:
    brightness, strength = rng.uniform(0.06, 0.92), rng.beta(1.0, 2.6)
    return np.clip(brightness * (1 - strength * rng.uniform(0, 1, 3)), 0.02, 0.95) ** 2.2


def material_row(
    *,
    kind: int,
    colour: np.ndarray | None = None,
    second: np.ndarray | None = None,
    **fields: float,
) -> Record:
    """A row with the given fields; the others stand for something plain."""
    row = np.zeros((), MATERIAL)
    row["kind"], row["reflectance"], row["rough"] = kind, 0.04, 0.5
    row["scale"], row["threads"] = 50, 500
    for name, value in zip(("red", "green", "blue"), _or_black(colour), strict=True):
        row[name] = value
    for name, value in zip(("red2", "green2", "blue2"), _or_black(second), strict=True):
        row[name] = value
    for name, value in fields.items():
        row[name] = value
    return row[()]


def _or_black(colour: np.ndarray | None) -> np.ndarray:
    return np.zeros(3) if colour is None else colour
