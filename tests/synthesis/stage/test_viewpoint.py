"""Where hands are seen from: the thumb's side, the border, the camera's own place."""

import numpy as np
import pytest

from handpose.synthesis.anatomy.angles import angles
from handpose.synthesis.anatomy.rig import pose_hand
from handpose.synthesis.options import SynthConfig
from handpose.synthesis.stage.actor import random_actor
from handpose.synthesis.stage.camera import Camera
from handpose.synthesis.stage.placement import Placement
from handpose.synthesis.stage.viewpoint import is_clear, leaves, random_viewpoint, upright

CAMERA = Camera(320, 300.0, 160.0, 160.0)


@pytest.fixture(name="actor", scope="module")
def _actor():
    return random_actor(SynthConfig(), np.random.default_rng(0))


def uv_of(hand, back_to_camera):
    placement = Placement(upright(back_to_camera), np.array([0, 0.05, 0.5]))
    return CAMERA.project(placement.points(hand.keypoints))


@pytest.mark.parametrize(
    ("side", "back_to_camera", "thumb_right"),
    [("left", True, True), ("left", False, False), ("right", True, False), ("right", False, True)],
)
def test_the_thumb_is_on_the_side_where_people_have_it(actor, side, back_to_camera, thumb_right):
    uv = uv_of(pose_hand(actor.rig, angles(thumb_radial=45), side), back_to_camera)
    assert uv[12, 1] < uv[0, 1], "fingers point up"
    assert (uv[4, 0] > uv[20, 0]) == thumb_right


def test_a_camera_inside_the_arm_is_refused(actor):
    hand = pose_hand(actor.rig, angles(), "right")
    assert is_clear(hand, Placement(upright(True), np.array([0, 0, 0.5])))
    assert not is_clear(hand, Placement(upright(True), np.array([0, 0, 0.05])))
    along_the_arm = np.stack([[0.0, 0, 1], [0, 1, 0], [-1, 0, 0]], axis=1)
    assert not is_clear(hand, Placement(along_the_arm, np.array([0, 0, 0.3])))


def test_an_arm_that_ends_in_the_picture_is_refused(actor):
    hand = pose_hand(actor.rig, angles(), "right")
    assert leaves(hand, Placement(upright(True), np.array([0, 0, 0.5])), CAMERA)
    # From two metres away the whole arm is seen.
    assert not leaves(hand, Placement(upright(True), np.array([0, -0.3, 2.0])), CAMERA)


def test_an_arm_may_end_behind_the_hand(actor):
    bent = {f"{finger}_mcp": 85 for finger in ("index", "middle", "ring", "pinky")}
    hand = pose_hand(actor.rig, angles(**bent), "right")
    fingers_down = np.stack([[0.0, 0, -1], [1, 0, 0], [0, -1, 0]], axis=1)
    assert leaves(hand, Placement(fingers_down, np.array([0, -0.02, 0.5])), CAMERA)
    assert not leaves(hand, Placement(fingers_down, np.array([0.12, 0, 0.5])), CAMERA)


def view_of(actor, number, **options):
    rng = np.random.default_rng(number)
    hand = pose_hand(actor.rig, angles(), "right")
    view = random_viewpoint(hand, CAMERA, SynthConfig(**options), rng)
    return CAMERA.project(view.placement.points(hand.keypoints)), view


def test_sizes_keep_to_the_options(actor):
    for number in range(30):
        uv, _ = view_of(actor, number, size_low=90, size_high=180, truncated=0)
        assert 60 < np.ptp(uv, axis=0).max() < 260


def test_a_truncated_hand_is_partly_outside(actor):
    for number in range(30):
        uv, view = view_of(actor, number, truncated=1)
        outside = ((uv < 0) | (uv >= 320)).any(axis=1)
        assert view.truncated
        assert 1 <= outside.sum() < 21


def test_whole_hands_are_mostly_inside(actor):
    inside = [((uv >= 0) & (uv < 320)).mean() for uv, _ in
              (view_of(actor, number, truncated=0) for number in range(50))]  # fmt: skip
    assert np.mean(inside) > 0.98


def seen_from_the_side(actor, **options):
    """Share of hands whose back is turned more than 60 degrees from the line of sight."""
    views = [view_of(actor, number, egocentric=0, **options)[1] for number in range(100)]
    return np.mean([abs(view.placement.rotation[2, 2]) < 0.5 for view in views])


def test_views_by_another_may_be_from_any_side(actor):
    assert seen_from_the_side(actor, third_person=1) < 0.2
    assert seen_from_the_side(actor, third_person=1, sideways=1) > 0.35


def test_the_owner_does_not_look_sideways(actor):
    plain, sideways = (
        view_of(actor, 3, egocentric=1, third_person=0, sideways=share)[0] for share in (0, 1)
    )
    np.testing.assert_array_equal(plain, sideways)
