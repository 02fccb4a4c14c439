"""Stage: everything that stands before the camera, drawn from one random generator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from handpose.synthesis.anatomy.posed import Side
from handpose.synthesis.anatomy.shape import Traits
from handpose.synthesis.mesh import Mesh, join
from handpose.synthesis.options import SynthConfig
from handpose.synthesis.render import material
from handpose.synthesis.stage import clasp
from handpose.synthesis.stage.actor import Actor, Outfit, dressed, random_actor, random_hand, unpack
from handpose.synthesis.stage.bystander import body, place_body
from handpose.synthesis.stage.camera import Camera, random_camera
from handpose.synthesis.stage.company import place_other
from handpose.synthesis.stage.palette import Palette
from handpose.synthesis.stage.things import occluder
from handpose.synthesis.stage.truth import PlacedHand
from handpose.synthesis.stage.viewpoint import EGOCENTRIC, Viewpoint, random_viewpoint


@dataclass(frozen=True)
class Stage:
    """The camera, the hands (the main one first) and one mesh of all that is drawn.

    materials, skins: the tables that the mesh points to. middle: (3,) metres, where shadows matter.
    """

    camera: Camera
    hands: tuple[PlacedHand, ...]
    mesh: Mesh
    materials: np.ndarray
    skins: np.ndarray
    middle: np.ndarray
    attributes: Mapping[str, str | float]


def random_stage(options: SynthConfig, rng: np.random.Generator) -> Stage:
    """A person's hand, how it is seen, and what else there is."""
    actor, palette = random_actor(options, rng), Palette()
    hand = random_hand(actor, _draw_side(options, rng), options, rng, held=options.held_object)
    camera = random_camera(options.side, rng)
    view = random_viewpoint(hand, camera, options, rng)
    first = PlacedHand(hand, view.placement)
    how, hands = _with_other(first, actor, camera, options, rng)
    outfit = unpack(actor, palette)
    meshes = [
        placed.placement.mesh(mesh)
        for placed in hands
        for mesh in dressed(actor, placed.hand, outfit, palette, rng)
    ]
    with_person = view.name != EGOCENTRIC and rng.random() < options.person
    if with_person:
        meshes.append(_person(actor, outfit, first, camera, palette, rng))
    occluded = rng.random() < options.occluder
    if occluded:
        keypoint = first.points[rng.integers(len(first.points))]
        meshes.append(occluder(keypoint, palette.add(material.solid(rng)), rng))
    attributes = _attributes(actor, view) | {
        "other_hand": how,
        "occluder": str(occluded),
        "person": str(with_person),
    }
    middle = first.points.mean(axis=0)
    return Stage(camera, tuple(hands), join(meshes), *palette.tables(), middle, attributes)


def _person(
    actor: Actor,
    outfit: Outfit,
    hand: PlacedHand,
    camera: Camera,
    palette: Palette,
    rng: np.random.Generator,
) -> Mesh:
    """The actor's head and body, dressed like the arm."""
    cloth = palette.add(material.cloth(rng)) if outfit.sleeve is None else outfit.sleeve
    mesh = body(actor.rig.shape.traits, cloth, outfit.skin, palette, rng)
    return place_body(mesh, hand, camera, rng).mesh(mesh)


def _draw_side(options: SynthConfig, rng: np.random.Generator) -> Side:
    right = rng.random() < 0.5
    if options.handedness != "both":
        return "left" if options.handedness == "left" else "right"
    return "right" if right else "left"


def _with_other(
    first: PlacedHand,
    actor: Actor,
    camera: Camera,
    options: SynthConfig,
    rng: np.random.Generator,
) -> tuple[str, list[PlacedHand]]:
    """How the other hand is placed, and the hands there are."""
    if rng.random() >= options.second_hand:
        return "none", [first]
    if first.hand.held is None and rng.random() < clasp.SHARE:
        clasping = clasp.clasping_hand(actor.rig, first, camera, rng)
        if clasping is not None:
            return clasp.CLASPED, [first, clasping]
    side: Side = "left" if first.hand.side == "right" else "right"
    other = random_hand(actor, side, options, rng, held=0.0)
    found = place_other(other, first.hand, first.placement, camera, rng)
    if found is None:
        return "none", [first]
    return found[0], [first, PlacedHand(other, found[1])]


def age_of(traits: Traits) -> str:
    """The word for somebody's age."""
    return "child" if traits.age < -0.3 else "old" if traits.age > 0.3 else "adult"


def _attributes(actor: Actor, view: Viewpoint) -> dict[str, str | float]:
    """What reports may group by, whichever hand is looked at."""
    return {
        "tone": round(float(actor.tone), 2),
        "age": age_of(actor.rig.shape.traits),
        "view": view.name,
        "truncated": str(view.truncated),
        "sleeve": str(actor.sleeve is not None),
        "glove": str(actor.glove is not None),
        "jewellery": str(actor.jewelled),
    }
