"""Whose hand it is: sex, age, origin, build, and the mesh at rest that follows from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import product
from math import prod

import numpy as np

from handpose.synthesis.anatomy.asset import HandAsset
from handpose.synthesis.vectors import across, cross, unit

# How much people differ in what the body's shape does not tell, as the standard deviation of a
# target's weight: the name without "-decr" and "-incr".
LOCAL = {
    "r-hand-fingers-diameter": 0.45,
    "r-hand-fingers-length": 0.35,
    "r-hand-scale": 0.1,
    "measure-wrist-circ": 0.5,
    "r-lowerarm-fat": 0.4,
    "r-lowerarm-muscle": 0.5,
}


@dataclass(frozen=True)
class Traits:
    """A body in MakeHuman's terms: `male` and the origins are shares, the rest lies in -1..1.

    age: -1 child, 0 young, 1 old. local: weights by the names of `LOCAL`.
    """

    male: float = 0.5
    african: float = 1 / 3
    asian: float = 1 / 3
    caucasian: float = 1 / 3
    age: float = 0.0
    muscle: float = 0.0
    weight: float = 0.0
    local: Mapping[str, float] = field(default_factory=dict)

    def attributes(self) -> dict[str, float]:
        """What reports may group by."""
        return {name: value for name, value in asdict(self).items() if name != "local"}


@dataclass(frozen=True)
class Shape:
    """The right hand of one person at rest, in its own frame.

    Origin wrist, metres; x points to the middle finger's MCP, y to the thumb's side, z out of
    the back of the hand. vertices: (n, 3) coarse skin; markers: (24, 3) joints.
    """

    asset: HandAsset
    traits: Traits
    vertices: np.ndarray
    markers: np.ndarray

    def marker(self, name: str) -> np.ndarray:
        """A joint (3,), by its name in the asset."""
        return self.markers[self.asset.marker_names.index(name)]


def random_shape(
    asset: HandAsset, rng: np.random.Generator, children: float = 0.12, old: float = 0.28
) -> Shape:
    """Somebody's hand; `children` and `old` are the shares of the young and the elderly."""
    return shape_of(asset, random_traits(rng, children, old))


def random_traits(rng: np.random.Generator, children: float, old: float) -> Traits:
    """Somebody: mostly clearly male or female, of mostly one origin, mostly young."""
    african, asian, caucasian = rng.dirichlet([0.6, 0.6, 0.6])
    group = rng.choice([-1, 0, 1], p=[children, 1 - children - old, old])
    return Traits(
        male=rng.beta(0.6, 0.6),
        african=african,
        asian=asian,
        caucasian=caucasian,
        age=group * rng.random(),
        muscle=2 * rng.beta(2, 2) - 1,
        weight=2 * rng.beta(2, 2) - 1,
        local={name: np.clip(rng.normal(0, sigma), -1, 1) for name, sigma in LOCAL.items()},
    )


def shape_of(asset: HandAsset, traits: Traits) -> Shape:
    """The hand of a person: the base mesh moved by every target that the traits call for."""
    moved = blend(target_weights(traits), asset.target_names, asset.targets)
    count = len(asset.vertices)
    markers = asset.markers + moved[count:]
    frame = hand_frame(asset, markers)
    return Shape(asset, traits, (asset.vertices + moved[:count]) @ frame.T, markers @ frame.T)


def blend(weights: Mapping[str, float], names: Sequence[str], targets: np.ndarray) -> np.ndarray:
    """How far (n, 3) each point is moved by targets (t, n, 3) of these names and weights."""
    known = np.array([weights.get(name, 0.0) for name in names], np.float32)
    # Not a matrix product: that would round by the number of threads it is given.
    return np.einsum("t,tnk->nk", known, targets)


def hand_frame(asset: HandAsset, markers: np.ndarray) -> np.ndarray:
    """Rows (3, 3): the directions to the fingers, to the thumb's side and out of the back."""
    wrist, index, middle, pinky = (
        asset.marker(markers, name) for name in ("hand", "finger-2-1", "finger-3-1", "finger-5-1")
    )
    distal = unit(middle - wrist)
    radial = across(index - pinky, distal)
    return np.stack([distal, radial, cross(distal, radial)])


def target_weights(traits: Traits) -> dict[str, float]:
    """The weight of each target by MakeHuman's rule: products of the traits' shares."""
    origins = {name: getattr(traits, name) for name in ("african", "asian", "caucasian")}
    sexes = {"male": traits.male, "female": 1 - traits.male}
    ages = _three(traits.age, "child", "young", "old")
    muscles = _three(traits.muscle, "minmuscle", "averagemuscle", "maxmuscle")
    fats = _three(traits.weight, "minweight", "averageweight", "maxweight")
    return (
        _products([origins, sexes, ages])
        | _products([{"universal": 1.0}, sexes, ages, muscles, fats])
        | {f"{name}-{'incr' if x > 0 else 'decr'}": abs(x) for name, x in traits.local.items()}
    )


def _three(value: float, low: str, middle: str, high: str) -> dict[str, float]:
    """Shares of three names for a value in -1..1; names without a share are left out."""
    shares = {low: max(-value, 0.0), middle: 1 - abs(value), high: max(value, 0.0)}
    return {name: share for name, share in shares.items() if share > 0}


def _products(factors: list[dict[str, float]]) -> dict[str, float]:
    chosen = product(*(factor.items() for factor in factors))
    return {"-".join(n for n, _ in one): prod(w for _, w in one) for one in chosen}
