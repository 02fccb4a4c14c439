"""The person behind the hand: upright, behind it, in the mask as a person."""

import numpy as np
import pytest

from handpose.synthesis.anatomy.angles import angles
from handpose.synthesis.anatomy.rig import pose_hand
from handpose.synthesis.anatomy.shape import Traits
from handpose.synthesis.options import SynthConfig
from handpose.synthesis.stage.actor import random_actor
from handpose.synthesis.stage.bystander import body, middle_of_face, place_alone, place_body
from handpose.synthesis.stage.camera import Camera
from handpose.synthesis.stage.palette import Palette
from handpose.synthesis.stage.placement import Placement
from handpose.synthesis.stage.truth import PlacedHand
from handpose.synthesis.stage.viewpoint import upright

CAMERA = Camera(320, 300.0, 160.0, 160.0)


@pytest.fixture(name="hand", scope="module")
def _hand():
    rig = random_actor(SynthConfig(), np.random.default_rng(0)).rig
    return PlacedHand(
        pose_hand(rig, angles(), "right"), Placement(upright(False), np.array([0, 0, 0.5]))
    )


def somebody(seed=0):
    palette = Palette()
    mesh = body(Traits(), 7, 8, palette, np.random.default_rng(seed))
    return mesh, palette


def test_a_body_has_skin_cloth_eyes_and_is_a_person_in_the_mask():
    mesh, palette = somebody()
    assert {7, 8} < set(mesh.material)
    assert set(mesh.material) <= {7, 8, *range(len(palette.materials))}
    assert set(mesh.label) == {1}


def test_it_stands_behind_the_hand_with_the_head_up(hand):
    mesh, _ = somebody()
    head = mesh.vertices[:, 1].argmax()
    foot = mesh.vertices[:, 1].argmin()
    for seed in range(20):
        placement = place_body(mesh, hand, CAMERA, np.random.default_rng(seed))
        placed = placement.points(mesh.vertices)
        above_hips = mesh.vertices[:, 1] > -0.7
        assert placed[above_hips, 2].min() > hand.placement.points(hand.hand.vertices)[:, 2].max()
        assert placed[head, 1] < placed[foot, 1]
        # The face looks at the camera more or less.
        assert (placement.rotation @ [0, 0, 1])[2] < 0


def test_somebody_alone_has_the_face_in_the_picture_large_or_small():
    mesh, _ = somebody()
    heights = []
    for seed in range(60):
        placement = place_alone(mesh, CAMERA, np.random.default_rng(seed))
        face = middle_of_face(placement.mesh(mesh))
        uv = CAMERA.project(face[None])[0]
        assert (uv >= 0.15 * 320 - 0.01).all()
        assert (uv <= 0.85 * 320 + 0.01).all()
        assert placement.points(mesh.vertices)[mesh.vertices[:, 1] > -0.3, 2].min() > 0.05
        heights.append(0.23 / face[2] * 300 / 320)
    assert min(heights) < 0.15
    assert max(heights) > 0.8


def test_no_stump_of_a_leg_or_an_arm_is_near_the_hips():
    mesh, _ = somebody()
    legs = mesh.vertices[np.abs(mesh.vertices[:, 0]) < 0.3, 1].min()
    sleeves = mesh.vertices[np.abs(mesh.vertices[:, 0]) > 0.2, 1].min()
    assert legs < -1.6
    assert sleeves < -0.5
    assert np.abs(mesh.vertices[mesh.vertices[:, 1] > 0, 1]).max() < 0.3, "the head stays"
