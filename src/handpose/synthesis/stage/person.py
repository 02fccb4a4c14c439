"""Person: head and clothed body of whoever the hand belongs to, without hands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from handpose.synthesis.anatomy.shape import Traits, blend, target_weights
from handpose.synthesis.mesh import vertex_normals

FILE = Path(__file__).parents[1] / "data" / "person.npz"

# The numbers of `Person.part`.
PARTS = ("skin", "cloth", "eye", "iris", "hair")
SKIN, CLOTH, EYE, IRIS, HAIR = range(len(PARTS))

# Degrees: how far a head turns up, round and sideways, how far arms hang from where they stick
# out in the mesh, and how far they swing.
_HEAD_TURN = np.array([14.0, 28.0, 8.0])
_ARM_HANG, _ARM_SWING = (28.0, 42.0), 12.0
_BALD = 0.08
_HAIRLINE = 0.012  # metres of its standard deviation
_HAIR_THICKNESS = (0.004, 0.028)  # metres
_HAIR_SLOPE = 0.03  # metres above the hairline where hair is at its thickest


@dataclass(frozen=True)
class PersonAsset:
    """A body at rest: origin neck, metres, x to its left, y up, z ahead.

    vertices: (n, 3); pivots: (3, 3) where head, left arm and right arm turn; movers: (n, 3) how
    much each of them moves a vertex. targets: (t, n + 4, 3) by `target_names`, of vertices, neck
    and pivots. triangles: (m, 3), anticlockwise from outside; part: (m,) of `PARTS`.
    lips: (n,) 0..1; scalp: (n,) metres above the hairline.
    """

    vertices: np.ndarray
    pivots: np.ndarray
    movers: np.ndarray
    targets: np.ndarray
    target_names: tuple[str, ...]
    triangles: np.ndarray
    part: np.ndarray
    lips: np.ndarray
    scalp: np.ndarray


@dataclass(frozen=True)
class Person:
    """Somebody posed, in the frame of `PersonAsset`.

    vertices, normals: (n, 3) float32; triangles: (m, 3) int32; part: (m,) uint8 of `PARTS`;
    lips: (n,) float32. shoulders: (2, 3) left and right; head: (3,) its middle.
    """

    vertices: np.ndarray
    normals: np.ndarray
    triangles: np.ndarray
    part: np.ndarray
    lips: np.ndarray
    shoulders: np.ndarray
    head: np.ndarray


def load_person(file: Path = FILE) -> PersonAsset:
    """The asset of the package."""
    with np.load(file, allow_pickle=False) as arrays:
        return PersonAsset(
            vertices=arrays["vertices"].astype(np.float64),
            pivots=arrays["pivots"].astype(np.float64),
            movers=arrays["movers"].astype(np.float64),
            targets=arrays["targets"] * np.float32(arrays["target_unit"]),
            target_names=tuple(arrays["target_names"].tolist()),
            triangles=arrays["triangles"].astype(np.int32),
            part=arrays["part"],
            lips=arrays["lips"].astype(np.float32) / 255,
            scalp=arrays["scalp"],
        )


def random_person(asset: PersonAsset, traits: Traits, rng: np.random.Generator) -> Person:
    """A person of these traits, with some hair, looking about, the arms hanging."""
    vertices, pivots = _shaped(asset, traits)
    vertices, part = _with_hair(asset, vertices, rng)
    vertices = _posed(asset, vertices, pivots, rng)
    drawn = np.ascontiguousarray(vertices, np.float32)
    face = asset.movers[:, 0] > 0.9
    return Person(
        vertices=drawn,
        normals=vertex_normals(drawn, asset.triangles),
        triangles=asset.triangles,
        part=part,
        lips=asset.lips,
        shoulders=pivots[1:],
        head=vertices[face].mean(axis=0),
    )


def _shaped(asset: PersonAsset, traits: Traits) -> tuple[np.ndarray, np.ndarray]:
    """Vertices (n, 3) and pivots (3, 3) of somebody's body, muscles left out."""
    weights = target_weights(replace(traits, muscle=0.0, local={}))
    moved = blend(weights, asset.target_names, asset.targets)
    count = len(asset.vertices)
    return asset.vertices + moved[:count], asset.pivots + moved[count + 1 :]


def _with_hair(
    asset: PersonAsset, vertices: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """The scalp pushed outwards to hair of one thickness, and every triangle's part."""
    above = asset.scalp - rng.normal(0, _HAIRLINE)
    thickness = rng.uniform(*_HAIR_THICKNESS)
    if rng.random() < _BALD:
        return vertices, asset.part
    hairy = (asset.part == SKIN) & (above[asset.triangles] > 0).all(axis=1)
    outwards = vertex_normals(vertices.astype(np.float32), asset.triangles)
    height = thickness * np.clip(above / _HAIR_SLOPE, 0, 1)
    scalp = np.zeros(len(vertices))
    scalp[np.unique(asset.triangles[hairy])] = 1
    part = np.where(hairy, HAIR, asset.part).astype(np.uint8)
    return vertices + outwards * (height * scalp)[:, None], part


def _posed(
    asset: PersonAsset, vertices: np.ndarray, pivots: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """Vertices after head and arms have turned about their pivots."""
    hang = rng.uniform(*_ARM_HANG, 2) * [-1, 1]
    swing = rng.normal(0, _ARM_SWING, 2)
    turns = [
        _euler(rng.normal(size=3) * _HEAD_TURN),
        *(_euler(np.array([swing[arm], 0.0, hang[arm]])) for arm in range(2)),
    ]
    moved = vertices.copy()
    for turn, pivot, share in zip(turns, pivots, asset.movers.T, strict=True):
        moved += share[:, None] * ((vertices - pivot) @ (turn - np.eye(3)).T)
    return moved


def _euler(degrees: np.ndarray) -> np.ndarray:
    """The rotation (3, 3) about z, then x, then y (the body's upright)."""
    turn = np.eye(3)
    for axis in (2, 0, 1):
        turn = _about(axis, np.radians(degrees[axis])) @ turn
    return turn


def _about(axis: int, angle: float) -> np.ndarray:
    first, second = (axis + 1) % 3, (axis + 2) % 3
    turn = np.eye(3)
    turn[first, first] = turn[second, second] = np.cos(angle)
    turn[second, first], turn[first, second] = np.sin(angle), -np.sin(angle)
    return turn
