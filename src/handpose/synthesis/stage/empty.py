"""A stage without a hand: nobody, or somebody whose hands are out of sight, and some things."""

from __future__ import annotations

import numpy as np

from handpose.synthesis.anatomy.shape import Traits, random_traits
from handpose.synthesis.mesh import Mesh, join, make_mesh
from handpose.synthesis.options import SynthConfig
from handpose.synthesis.render import material
from handpose.synthesis.render.skin import random_skin
from handpose.synthesis.stage.bystander import body, middle_of_face, place_alone
from handpose.synthesis.stage.camera import Camera, random_camera
from handpose.synthesis.stage.decoys import decoy
from handpose.synthesis.stage.palette import Palette
from handpose.synthesis.stage.stage import Stage, age_of

_PERSON = 0.6
_DECOYS = (0.5, 0.3, 0.2)  # shares of none, one and two
_CHILDREN, _OLD = 0.12, 0.28


def empty_stage(options: SynthConfig, rng: np.random.Generator) -> Stage:
    """Somebody or nobody, some things or none, and no hand."""
    camera, palette = random_camera(options.side, rng), Palette()
    tone = rng.uniform(options.tone_low, options.tone_high)
    # Also where nobody shows it: the renderer wants a table of skins.
    skin = palette.add_skin(random_skin(rng, tone))
    attributes: dict[str, str | float] = {"gesture": "none", "hand": "none"}
    meshes, middle = [_nothing()], np.array([0.0, 0.0, 1.0])
    with_person = rng.random() < _PERSON
    if with_person:
        traits = random_traits(rng, _CHILDREN, _OLD)
        meshes.append(_person(traits, skin, camera, palette, rng))
        middle = middle_of_face(meshes[-1])
        attributes |= {"tone": round(float(tone), 2), "age": age_of(traits)}
    things = [decoy(camera, palette, rng) for _ in range(rng.choice(len(_DECOYS), p=_DECOYS))]
    meshes += [mesh for _, mesh in things]
    kinds = sorted({kind for kind, _ in things})
    attributes |= {"person": str(with_person), "things": " and ".join(kinds) or "none"}
    return Stage(camera, (), join(meshes), *palette.tables(), middle, attributes)


def _nothing() -> Mesh:
    return make_mesh(np.zeros((0, 3)), np.zeros((0, 3)), 0)


def _person(
    traits: Traits, skin: int, camera: Camera, palette: Palette, rng: np.random.Generator
) -> Mesh:
    """Head and clothed body of somebody, whose arms end in long sleeves."""
    mesh = body(traits, palette.add(material.cloth(rng)), skin, palette, rng)
    return place_alone(mesh, camera, rng).mesh(mesh)
