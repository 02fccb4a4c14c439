"""Held things and things in the way, as meshes."""

from __future__ import annotations

import numpy as np

from handpose.synthesis.anatomy.posed import HeldObject
from handpose.synthesis.compiled import Record
from handpose.synthesis.mesh import Mesh, make_mesh
from handpose.synthesis.render import material
from handpose.synthesis.rotations import anything
from handpose.synthesis.stage.bodies import Body, box, capsule, cylinder, mug, sphere
from handpose.synthesis.stage.placement import Placement

# Keypoints are looked for behind an occluder between these shares of their distance.
_BEFORE = (0.75, 0.9)


def held_mesh(held: HeldObject, number: int) -> Mesh:
    """A held thing in the frame of the hand that holds it; number: its material's."""
    vertices, triangles = _body(held.kind, held.size)
    place = Placement(held.rotation, held.centre)
    return make_mesh(place.points(vertices), triangles, number, rest=vertices)


def made_of(kind: str, rng: np.random.Generator) -> Record:
    """The material of a held thing."""
    return material.screen(rng) if kind == "slab" else material.solid(rng)


def _body(kind: str, size: np.ndarray) -> Body:
    length, radius = float(size[0]), float(size[1]) / 2
    if kind in ("box", "slab"):
        return box(size)
    if kind == "sphere":
        return sphere(radius)
    if kind == "mug":
        return mug(length, radius)
    return capsule(length, radius) if kind == "pen" else cylinder(length, radius)


def occluder(keypoint: np.ndarray, number: int, rng: np.random.Generator) -> Mesh:
    """Something between the camera and a keypoint (3,) metres, in the camera's frame."""
    thickness = rng.uniform(0.006, 0.018)
    kind = rng.integers(4)
    body = (
        cylinder(rng.uniform(0.03, 0.2), thickness),
        capsule(rng.uniform(0.08, 0.25), thickness / 2),
        sphere(thickness),
        box(rng.uniform(0.01, 0.06, 3)),
    )[kind]
    centre = keypoint * rng.uniform(*_BEFORE) + rng.normal(0, 0.01, 3)
    place = Placement(anything(rng), centre)
    return make_mesh(place.points(body[0]), body[1], number, rest=body[0])
