"""Clothes and jewellery lie on the hand and carry the mask's number of what they cover."""

import numpy as np
import pytest

from handpose.synthesis.anatomy.angles import angles
from handpose.synthesis.anatomy.rig import pose_hand
from handpose.synthesis.options import SynthConfig
from handpose.synthesis.stage import wear
from handpose.synthesis.stage.actor import random_actor


@pytest.fixture(name="rig", scope="module")
def _rig():
    return random_actor(SynthConfig(), np.random.default_rng(1)).rig


@pytest.fixture(name="hands", scope="module")
def _hands(rig):
    return {side: pose_hand(rig, angles(), side) for side in ("left", "right")}


def gap(mesh, hand):
    """Metres from each vertex that is drawn to the nearest of the skin."""
    drawn = mesh.vertices[np.unique(mesh.triangles)]
    return np.array([np.linalg.norm(hand.vertices - point, axis=1).min() for point in drawn[::7]])


def test_a_bare_hand_has_the_parts_of_its_side(hands):
    assert set(np.unique(wear.bare(hands["left"], 0).label)) == set(range(1, 18))
    assert set(np.unique(wear.bare(hands["right"], 0).label)) == {1, *range(18, 34)}


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_sleeve_covers_the_arm_only(hands, side):
    mesh = wear.sleeve(hands[side], 3, np.random.default_rng(0))
    assert set(mesh.label) == {1}
    assert set(mesh.material) == {3}
    assert gap(mesh, hands[side]).min() > 0.001
    assert gap(mesh, hands[side]).max() < 0.025


def test_a_sleeve_ends_in_a_straight_line(hands):
    hand = hands["left"]
    for seed in range(4):
        mesh = wear.sleeve(hand, 3, np.random.default_rng(seed))
        cuff = rim(mesh.triangles)
        cuff = cuff[hand.skin.forearm[cuff] > 0]
        assert len(cuff) > 20
        assert np.ptp(mesh.vertices[cuff] @ along_the_arm(hand)) < 0.008


def rim(triangles):
    """The vertices of edges that belong to one triangle alone."""
    edges = np.sort(triangles[:, [[0, 1], [1, 2], [2, 0]]].reshape(-1, 2), axis=1)
    edges, count = np.unique(edges, axis=0, return_counts=True)
    return np.unique(edges[count == 1])


def along_the_arm(hand):
    near, far = (hand.vertices[np.abs(hand.skin.forearm - at) < 0.02].mean(0) for at in (0.3, 0.9))
    return (far - near) / np.linalg.norm(far - near)


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_glove_keeps_the_hands_parts(hands, side):
    mesh = wear.glove(hands[side], 2, np.random.default_rng(0))
    assert set(np.unique(mesh.label)) == set(np.unique(hands[side].part))
    assert gap(mesh, hands[side]).max() < 0.005


@pytest.mark.parametrize(("side", "label"), [("left", 13), ("right", 29)])
def test_a_ring_sits_on_the_ring_finger(hands, side, label):
    hand = hands[side]
    mesh = wear.ring(hand, 3, 1, np.random.default_rng(0))
    assert set(mesh.label) == {label}
    middle = mesh.vertices.mean(axis=0)
    bone = (hand.keypoints[13] + hand.keypoints[14]) / 2
    assert np.linalg.norm(middle - bone) < 0.01
    assert gap(mesh, hand).max() < 0.008


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_watch_shows_its_face_on_the_back_of_the_wrist(hands, side):
    hand = hands[side]
    strap, case, face = wear.watch(hand, 1, 2, 3, np.random.default_rng(0))
    assert [set(mesh.material) for mesh in (strap, case, face)] == [{1}, {2}, {3}]
    assert face.vertices[:, 2].mean() > strap.vertices[:, 2].mean() + 0.01
    assert np.linalg.norm(strap.vertices.mean(axis=0)) < 0.08, "near the wrist"


@pytest.mark.parametrize("twist", [-75, 0, 75])
def test_a_watch_lies_on_its_strap_however_the_arm_is_turned(rig, twist):
    hand = pose_hand(rig, angles(forearm_twist=twist), "right")
    for seed in range(3):
        strap, case, face = wear.watch(hand, 1, 2, 3, np.random.default_rng(seed))
        outward = face.vertices.mean(axis=0) - case.vertices.mean(axis=0)
        sideways = np.cross(outward, along_the_arm(hand)) / np.linalg.norm(outward)
        highest = strap.vertices[(strap.vertices @ outward).argmax()]
        assert abs((case.vertices.mean(axis=0) - highest) @ sideways) < 0.002


def test_a_bracelet_goes_round_the_wrist(hands):
    mesh = wear.bracelet(hands["right"], 1, np.random.default_rng(0))
    assert np.ptp(mesh.vertices[:, 1]) > 0.03
    assert np.ptp(mesh.vertices[:, 2]) > 0.025
    assert set(mesh.label) == {1}
