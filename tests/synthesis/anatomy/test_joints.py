"""Joints lie in the flesh, measured here by what the skin round them says."""

import numpy as np
import pytest
from hand_rigs import average_rig, hand_asset

from handpose.hand import FINGERS
from handpose.synthesis.anatomy.joints import joints_of, nail_normals, phalanx
from handpose.synthesis.anatomy.refine import refine
from handpose.synthesis.anatomy.shape import Traits, shape_of
from handpose.synthesis.vectors import across, unit

BENDING = [(finger, place) for finger in range(1, 5) for place in (1, 2)] + [(0, 2)]


def depth(point: np.ndarray, along: np.ndarray, out: np.ndarray) -> float:
    """Metres from a point in the flesh to the skin in the direction `out`."""
    rig = average_rig()
    away = refine(rig.shape.asset, rig.shape.vertices).astype(float) - point
    beside = np.linalg.norm(away - np.outer(away @ out, out), axis=1)
    near = (beside < 0.004) & (away @ out > 0) & (away @ out < 0.03)
    return float((away @ out)[near].mean())


@pytest.mark.parametrize(("finger", "place"), BENDING)
def test_a_joint_lies_a_little_nearer_to_the_back_than_the_middle(finger: int, place: int) -> None:
    rig = average_rig()
    skin = refine(rig.shape.asset, rig.shape.vertices)
    heads, tips = rig.skeleton.heads, rig.skeleton.tips
    bone = phalanx(finger, place)
    along = unit((tips[finger] if place == 2 else heads[bone + 1]) - heads[bone])
    back = across(nail_normals(rig.shape.asset, skin)[finger], along)
    above, below = (depth(heads[bone], along, sign * back) for sign in (1, -1))
    assert above / (above + below) == pytest.approx(0.45, abs=0.06)


def test_knuckles_lie_under_the_back_of_the_hand_and_behind_the_web() -> None:
    rig = average_rig()
    for finger, chain in enumerate(list(FINGERS.values())[1:], start=1):
        mesh, pip = (rig.shape.marker(f"finger-{finger + 1}-{joint}") for joint in (1, 2))
        own = rig.skeleton.heads[phalanx(finger, 0)]
        length = np.linalg.norm(pip - mesh)
        assert np.linalg.norm(mesh) - np.linalg.norm(own) == pytest.approx(
            0.25 * length, abs=0.004
        ), chain
        assert 0.002 < mesh[2] - own[2] < 0.009


def test_fingers_have_the_proportions_of_bones() -> None:
    # First to second phalanx, Buryanov and Kotiuk 2010: 1.78, 1.70, 1.61 and 1.81.
    heads = average_rig().skeleton.heads
    for finger in range(1, 5):
        first, second, third = (heads[phalanx(finger, place)] for place in range(3))
        ratio = np.linalg.norm(second - first) / np.linalg.norm(third - second)
        assert 1.35 < ratio < 1.9


def test_joints_grow_with_the_hand() -> None:
    child, adult = (
        joints_of(shape, refine(shape.asset, shape.vertices))[0]
        for shape in (shape_of(hand_asset(), Traits(age=age)) for age in (-1.0, 0.0))
    )
    ratio = np.linalg.norm(child, axis=1)[7:] / np.linalg.norm(adult, axis=1)[7:]
    assert ((ratio > 0.4) & (ratio < 0.9)).all()
    assert np.ptp(ratio) < 0.1
