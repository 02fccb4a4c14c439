"""The person whose hand it is, or another one, behind the hand or alone."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np

from handpose.synthesis.anatomy.posed import FOREARM
from handpose.synthesis.anatomy.shape import Traits
from handpose.synthesis.mesh import FINGER, REDNESS, SKIN_COLUMNS, Mesh, make_mesh
from handpose.synthesis.render import material
from handpose.synthesis.rotations import X, Y, Z, about
from handpose.synthesis.stage import person
from handpose.synthesis.stage.camera import Camera
from handpose.synthesis.stage.palette import Palette
from handpose.synthesis.stage.person import Person, PersonAsset, load_person, random_person
from handpose.synthesis.stage.placement import Placement
from handpose.synthesis.stage.truth import PlacedHand
from handpose.synthesis.vectors import unit

_UPPER_ARM = (0.22, 0.30)  # metres from elbow to shoulder
_TO_SHOULDER = np.array([0.0, -0.6, 0.9])  # up and away from the camera
_CONNECTED = 0.6  # share whose arm belongs to the hand
_TURN = np.array([8.0, 30.0, 8.0])  # degrees about x, y and z: standard deviations
_GAP = 0.05  # metres of air between hand and body
_LEGS, _HAND, _LAST_PART = 0.75, 0.12, 0.08  # metres
_HIPS = -0.7  # metres below the neck
_AWAY = (0.2, 2.0)  # metres of somebody else behind the hand
# Somebody alone: the face's height and nearest distance in metres, its height / the picture's,
# how often it is close, and where its middle lies / the picture's side.
_FACE, _NEAREST_FACE = 0.23, 0.25
_CLOSE, _DISTANT, _CLOSE_SHARE = (0.4, 1.1), (0.07, 0.4), 0.5
_FACE_AT = (0.15, 0.85)


@cache
def _asset() -> PersonAsset:
    return load_person()


def body(traits: Traits, cloth: int, skin: int, palette: Palette, rng: np.random.Generator) -> Mesh:
    """Somebody of these traits in the body's own frame; cloth, skin: material numbers."""
    somebody = _drawn_out(random_person(_asset(), traits, rng))
    numbers = np.zeros(len(person.PARTS), np.int32)
    numbers[person.SKIN], numbers[person.CLOTH] = skin, cloth
    numbers[person.EYE] = palette.add(material.eye())
    numbers[person.IRIS] = palette.add(material.iris(rng))
    numbers[person.HAIR] = palette.add(material.hair(rng))
    return _mesh(somebody, numbers)


def _drawn_out(somebody: Person) -> Person:
    """With longer legs and arms: the body is cut at thighs and forearms, and stumps would show."""
    vertices = _longer(somebody.vertices, somebody.vertices[:, 1] < 0, -Y, _LEGS)
    for shoulder, arm in zip(somebody.shoulders, _asset().movers[:, 1:].T > 0.5, strict=True):
        end = vertices[arm][np.linalg.norm(vertices[arm] - shoulder, axis=1).argmax()]
        vertices = _longer(vertices, arm, unit(end - shoulder), _HAND)
    return replace(somebody, vertices=vertices.astype(np.float32))


def _longer(
    vertices: np.ndarray, limbs: np.ndarray, direction: np.ndarray, length: float
) -> np.ndarray:
    """Vertices (n, 3) whose limbs (n,) end `length` farther: their last part is stretched."""
    along = vertices @ direction
    past = np.maximum(0, along - along[limbs].max() + _LAST_PART) * limbs
    return vertices + (past / _LAST_PART * length)[:, None] * direction


def _mesh(somebody: Person, numbers: np.ndarray) -> Mesh:
    columns = np.zeros((len(somebody.vertices), SKIN_COLUMNS), np.float32)
    columns[:, FINGER], columns[:, REDNESS] = -1, 1.2 * somebody.lips
    mesh = make_mesh(
        somebody.vertices,
        somebody.triangles,
        0,
        FOREARM,  # RHD's number of a person
        normals=somebody.normals,
        skin=columns,
    )
    return mesh._replace(material=numbers[somebody.part])


def place_body(mesh: Mesh, hand: PlacedHand, camera: Camera, rng: np.random.Generator) -> Placement:
    """Facing the camera more or less, behind the hand, whose arm it may be."""
    rotation = _facing(rng)
    turned = Placement(rotation, np.zeros(3)).points(mesh.vertices)
    neck = (
        _by_arm(hand, rotation, rng) if rng.random() < _CONNECTED else _anywhere(hand, camera, rng)
    )
    farthest = hand.placement.points(hand.hand.vertices)[:, 2].max()
    # Legs may lean forward: they are out of sight where a body is near.
    nearest = (turned + neck)[mesh.vertices[:, 1] > _HIPS, 2].min()
    return Placement(rotation, neck * max(1.0, _pushed(farthest + _GAP, nearest, neck[2])))


def place_alone(mesh: Mesh, camera: Camera, rng: np.random.Generator) -> Placement:
    """Facing the camera more or less; the face may fill the picture or be a detail of it."""
    rotation = _facing(rng)
    share = rng.uniform(*_CLOSE) if rng.random() < _CLOSE_SHARE else rng.uniform(*_DISTANT)
    depth = max(_NEAREST_FACE, _FACE * camera.focal / (share * camera.side))
    where = camera.ray(rng.uniform(*_FACE_AT, 2) * camera.side) * depth
    return Placement(rotation, where - rotation @ middle_of_face(mesh))


def _facing(rng: np.random.Generator) -> np.ndarray:
    """A rotation (3, 3) of the body's frame that turns its face to the camera more or less."""
    pitch, yaw, roll = np.radians(np.clip(rng.normal(size=3), -2, 2) * _TURN)
    return about(Z, roll) @ about(Y, yaw) @ about(X, pitch) @ np.stack([X, -Y, -Z], axis=1)


def middle_of_face(mesh: Mesh) -> np.ndarray:
    """(3,) metres in the body's frame, of a body's mesh or of one placed like it."""
    return mesh.vertices[_asset().movers[:, 0] > 0.9].mean(axis=0, dtype=np.float64)


def _pushed(wanted: float, nearest: float, depth: float) -> float:
    """The factor that moves a body of this depth along its ray until its nearest point is far."""
    return (depth + wanted - nearest) / depth


def _by_arm(hand: PlacedHand, rotation: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The neck (3,) of the body whose shoulder is an upper arm away from the hand's elbow."""
    arm = np.abs(hand.hand.skin.forearm) < 0.08
    elbow = hand.placement.points(hand.hand.vertices[arm]).mean(axis=0)
    upward = unit(rng.normal(_TO_SHOULDER, 0.35))
    shoulder = elbow + upward * rng.uniform(*_UPPER_ARM)
    # In the body's frame the left shoulder is at +x.
    side = 1 if hand.hand.side == "left" else -1
    return shoulder - rotation @ [side * 0.17, -0.06, 0.0]


def _anywhere(hand: PlacedHand, camera: Camera, rng: np.random.Generator) -> np.ndarray:
    """The neck (3,) of somebody who is mostly in the picture."""
    uv = rng.uniform([-0.1, 0.1], [1.1, 0.9]) * camera.side
    return camera.ray(uv) * (hand.points[:, 2].max() + rng.uniform(*_AWAY))
