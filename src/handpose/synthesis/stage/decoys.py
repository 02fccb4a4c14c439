"""Things without a hand that a detector may take for one: rods of skin, things put down."""

from __future__ import annotations

import numpy as np

from handpose.synthesis.anatomy.grasps import GRASPS
from handpose.synthesis.anatomy.posed import HeldObject
from handpose.synthesis.mesh import FINGER, SKIN_COLUMNS, Mesh, make_mesh
from handpose.synthesis.render import material
from handpose.synthesis.render.skin import DARKEST, LIGHTEST, random_skin
from handpose.synthesis.rotations import Z, about, anything
from handpose.synthesis.stage.bodies import capsule, united
from handpose.synthesis.stage.camera import Camera
from handpose.synthesis.stage.palette import Palette
from handpose.synthesis.stage.placement import Placement
from handpose.synthesis.stage.things import held_mesh, made_of, occluder

RODS, HELD, OCCLUDER = "rods of skin", "held thing", "occluder"
_SHARES = {RODS: 0.5, HELD: 0.3, OCCLUDER: 0.2}
_DEPTH = (0.25, 0.9)  # metres from the camera
_INSIDE = (0.1, 0.9)  # of the picture's side: where a thing's middle lies
_MOST_RODS = 6
_THICKNESS, _THICKEST = 0.012, 0.07  # metres: from thin fingers to forearms
_SLENDER = (4.0, 9.0)  # length / thickness
_FAN = 0.12  # radians by which neighbours spread, never close: standard deviation
_BEND = 0.5  # curvature of a rod / its length: standard deviation


def decoy(camera: Camera, palette: Palette, rng: np.random.Generator) -> tuple[str, Mesh]:
    """What kind of thing it is, and its mesh before the camera."""
    kind = str(rng.choice(list(_SHARES), p=list(_SHARES.values())))
    where = camera.ray(rng.uniform(*_INSIDE, 2) * camera.side) * rng.uniform(*_DEPTH)
    if kind == RODS:
        skin = palette.add_skin(random_skin(rng, rng.uniform(LIGHTEST, DARKEST)))
        return kind, Placement(anything(rng), where).mesh(rods(skin, rng))
    if kind == HELD:
        return kind, _put_down(where, palette, rng)
    return kind, occluder(where, palette.add(material.solid(rng)), rng)


def rods(skin: int, rng: np.random.Generator) -> Mesh:
    """One to six round rods side by side, as fingers or sausages lie; skin: their material."""
    thickness = np.exp(rng.uniform(np.log(_THICKNESS), np.log(_THICKEST)))
    length, fan = thickness * rng.uniform(*_SLENDER), abs(rng.normal(0, _FAN))
    count = int(rng.integers(1, _MOST_RODS + 1))
    row = np.arange(count) - (count - 1) / 2
    vertices, triangles = united([_rod(length, thickness, fan, place, rng) for place in row])
    columns = np.zeros((len(vertices), SKIN_COLUMNS), np.float32)
    columns[:, FINGER] = -1
    return make_mesh(vertices, triangles, skin, skin=columns)


def _rod(
    length: float, thickness: float, fan: float, place: float, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """The rod at a place in the row, from x = 0 on, the row along y, a little bent."""
    long, thick = (length, thickness) * rng.uniform(0.8, 1.1, 2)
    vertices, triangles = capsule(long, thick / 2)
    vertices[:, 2] += rng.normal(0, _BEND) / long * vertices[:, 0] ** 2
    vertices[:, 0] += long / 2
    turned = vertices @ about(Z, fan * place + rng.normal(0, 0.03)).T
    return turned + np.array([0, place * thickness, 0]), triangles


def _put_down(where: np.ndarray, palette: Palette, rng: np.random.Generator) -> Mesh:
    """Something that hands hold, in any position and in nobody's hand."""
    grasp = GRASPS[str(rng.choice(list(GRASPS)))]
    size = rng.uniform(grasp.low, grasp.high) / 1000
    held = HeldObject(grasp.kind, size, anything(rng), where)
    return held_mesh(held, palette.add(made_of(grasp.kind, rng)))
