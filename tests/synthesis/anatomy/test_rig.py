import numpy as np
import pytest
from hand_rigs import average_rig, hand_asset, hand_skin

from handpose.hand import BONES, FINGERS
from handpose.synthesis.anatomy.angles import LOW, MCP, NUMBER, PIP, angles
from handpose.synthesis.anatomy.kinematics import forward, keypoints_of
from handpose.synthesis.anatomy.pose import random_pose
from handpose.synthesis.anatomy.posed import HeldObject, PosedHand
from handpose.synthesis.anatomy.refine import refine
from handpose.synthesis.anatomy.rig import build_rig, mirrored, pose_hand
from handpose.synthesis.anatomy.shape import random_shape
from handpose.synthesis.mesh import ALONG_FINGER, FINGER, NAIL, PALM_SIDE

OPEN = angles(thumb_radial=45, thumb_palmar=20)


def joints(**named: float) -> np.ndarray:
    rig = average_rig()
    values = OPEN.copy()
    for name, value in named.items():
        values[NUMBER[name]] = value
    return keypoints_of(forward(np.radians(values), rig.skeleton), rig.skeleton)


def angle_between(a: np.ndarray, b: np.ndarray) -> float:
    cosine = a @ b / np.linalg.norm(a) / np.linalg.norm(b)
    return float(np.degrees(np.arccos(np.clip(cosine, -1, 1))))


def volume(hand: PosedHand) -> float:
    a, b, c = np.moveaxis(hand.vertices.astype(float)[hand.triangles], 1, 0)
    return float((a * np.cross(b, c)).sum() / 6)


def winding(points: np.ndarray, hand: PosedHand) -> np.ndarray:
    """How often the skin goes round each point: 1 inside, 0 outside (van Oosterom 1983)."""
    corner = hand.vertices.astype(float)[hand.triangles]
    turns = []
    for point in points:
        a, b, c = np.moveaxis(corner - point, 1, 0)
        la, lb, lc = (np.linalg.norm(edge, axis=1) for edge in (a, b, c))
        above = (a * np.cross(b, c)).sum(1)
        below = la * lb * lc + (a * b).sum(1) * lc + (b * c).sum(1) * la + (c * a).sum(1) * lb
        turns.append(np.arctan2(above, below).sum() / (2 * np.pi))
    return np.array(turns)


def test_the_angles_at_rest_leave_the_hand_as_it_was_modelled() -> None:
    rig = average_rig()
    hand = pose_hand(rig, np.degrees(rig.skeleton.rest), "right")
    at_rest = refine(rig.shape.asset, rig.shape.vertices)
    np.testing.assert_allclose(hand.vertices, at_rest, atol=1e-6)


@pytest.mark.parametrize("finger", ["index", "middle", "ring", "pinky"])
def test_a_finger_bends_by_its_angle_and_to_the_palm(finger: str) -> None:
    mcp, pip, dip, tip = FINGERS[finger]
    bent, half = (
        joints(**{f"{finger}_pip": 90, f"{finger}_dip": 30}),
        joints(**{f"{finger}_pip": 90}),
    )
    assert angle_between(bent[pip] - bent[mcp], bent[dip] - bent[pip]) == pytest.approx(90, abs=4)
    assert angle_between(half[tip] - half[dip], bent[tip] - bent[dip]) == pytest.approx(30, abs=1)
    assert bent[tip][2] < joints()[tip][2] - 0.015


def test_a_bent_knuckle_is_bent_against_its_metacarpal() -> None:
    points, heads = joints(middle_mcp=60), average_rig().skeleton.heads
    metacarpal = points[9] - heads[4]
    assert angle_between(metacarpal, points[10] - points[9]) == pytest.approx(60, abs=4)


def test_positive_abduction_goes_to_the_thumb() -> None:
    assert joints(index_abduction=15)[8][1] > joints(index_abduction=0)[8][1] + 0.01
    assert joints(pinky_abduction=-25)[20][1] < joints(pinky_abduction=0)[20][1] - 0.01


def test_the_thumb_points_where_its_angles_say() -> None:
    index = joints()[5] * [1, 1, 0]
    beside, up = joints(thumb_radial=0, thumb_palmar=0), joints(thumb_radial=50, thumb_palmar=0)
    below = joints(thumb_palmar=60)
    assert angle_between(beside[2] - beside[1], index) == pytest.approx(0, abs=0.1)
    assert angle_between(up[2] - up[1], index) == pytest.approx(50, abs=0.1)
    assert angle_between(below[2] - below[1], np.array([0, 0, -1])) == pytest.approx(30, abs=0.1)


def test_positive_twist_turns_the_thumbs_pad_to_the_fingers() -> None:
    def facing(twist: float) -> float:
        values = angles(thumb_radial=20, thumb_palmar=48, thumb_twist=twist, index_mcp=45)
        hand = pose_hand(average_rig(), values, "right")
        columns = hand.skin.columns
        nail = hand.normals[(columns[:, NAIL] > 0.5) & (columns[:, FINGER] == 1)].mean(axis=0)
        to_index = hand.keypoints[8] - hand.keypoints[4]
        return float(-nail @ to_index / np.linalg.norm(to_index))

    assert facing(30) > facing(0) + 0.05
    assert facing(0) > facing(-15) + 0.05


def test_a_flexed_wrist_brings_the_palm_to_the_forearm() -> None:
    rig = average_rig()
    flexed, straight = (
        forward(np.radians(angles(wrist_flexion=flexion)), rig.skeleton) for flexion in (50, 0)
    )
    elbow = np.append(rig.shape.marker("elbow"), 1)
    assert angle_between(flexed[2] @ elbow, straight[2] @ elbow) == pytest.approx(50, abs=1)
    assert (flexed[2] @ elbow)[2] < -0.15


def test_bones_keep_their_lengths_in_every_pose() -> None:
    rig, rng = average_rig(), np.random.default_rng(0)
    ends = np.array(BONES)
    rest = keypoints_of(forward(rig.skeleton.rest, rig.skeleton), rig.skeleton)
    rigid = (ends[:, 0] > 0) | (ends[:, 1] < 13)  # the palm bends at ring and pinky
    expected = np.linalg.norm(rest[ends[:, 1]] - rest[ends[:, 0]], axis=1)
    for _ in range(5):
        points = keypoints_of(forward(rng.normal(size=27), rig.skeleton), rig.skeleton)
        lengths = np.linalg.norm(points[ends[:, 1]] - points[ends[:, 0]], axis=1)
        np.testing.assert_allclose(lengths[rigid], expected[rigid], atol=1e-9)


def test_seen_from_the_back_with_fingers_up_a_right_hands_thumb_is_on_the_left() -> None:
    # Up is x, to the viewer is z, so right is up x viewer = -y.
    for side, sign in (("right", -1), ("left", 1)):
        points = pose_hand(average_rig(), OPEN, side).keypoints
        to_the_right = np.cross([1, 0, 0], [0, 0, 1])
        assert np.sign(points[4] @ to_the_right) == sign


def test_both_hands_are_whole_and_face_outwards() -> None:
    right, left = (pose_hand(average_rig(), OPEN, side) for side in ("right", "left"))
    assert volume(right) == pytest.approx(volume(left), rel=1e-6)
    assert volume(right) > 0
    for hand in (right, left):
        corner = hand.vertices[hand.triangles]
        flat = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
        agrees = (flat * hand.normals[hand.triangles[:, 0]]).sum(axis=1) > 0
        assert agrees.mean() > 0.98


def test_parts_are_numbered_as_in_rhd() -> None:
    right, left = (pose_hand(average_rig(), OPEN, side) for side in ("right", "left"))
    assert set(left.part) == set(range(1, 18))
    assert set(right.part) == {1} | set(range(18, 34))
    for part, keypoint in ((2, 4), (5, 8), (8, 12), (11, 16), (14, 20)):
        for hand, shift in ((left, 0), (right, 16)):
            own = hand.vertices[hand.triangles[hand.part == part + shift]].reshape(-1, 3)
            nearest = np.linalg.norm(hand.keypoints[:, None] - own, axis=2).mean(axis=1)
            assert nearest.argmin() == keypoint


def test_a_mirrored_hand_mirrored_again_is_the_same() -> None:
    turn = np.linalg.qr(np.arange(9).reshape(3, 3) + np.eye(3))[0]
    held = HeldObject("pen", np.ones(3), turn, np.array([0.1, 0.02, -0.03]))
    hand = pose_hand(average_rig(), OPEN, "right", "open", held)
    again = mirrored(mirrored(hand))
    np.testing.assert_array_equal(again.part, hand.part)
    np.testing.assert_array_equal(again.triangles, hand.triangles)
    np.testing.assert_array_equal(again.held.rotation, turn)
    other = mirrored(hand).held
    np.testing.assert_allclose(other.centre, [0.1, -0.02, -0.03])
    assert np.linalg.det(other.rotation) == pytest.approx(np.linalg.det(turn))


@pytest.mark.parametrize("gesture", ["open", "fist", "ok", "random", "hold_cylinder"])
def test_keypoints_are_inside_the_flesh(gesture: str) -> None:
    rng = np.random.default_rng(3)
    for side in ("left", "right"):
        rig = build_rig(random_shape(hand_asset(), rng), hand_skin(), 0.2, 0.15)
        hand = pose_hand(rig, random_pose(gesture, rig, rng).angles, side)
        assert (winding(hand.keypoints, hand) > 0.5).all()


def test_the_mcp_offset_moves_the_long_fingers_knuckles_only() -> None:
    joint, far = (
        pose_hand(average_rig(offset), OPEN, "right").keypoints for offset in (0.25, 0.45)
    )
    shift = np.linalg.norm(far - joint, axis=1)
    phalanx = np.linalg.norm(joint[[6, 10, 14, 18]] - joint[[5, 9, 13, 17]], axis=1)
    # The knuckle lies a quarter of the mesh's phalanx behind the mesh's: 0.2 / 1.25 of the whole.
    np.testing.assert_allclose(shift[[5, 9, 13, 17]], 0.16 * phalanx)
    assert np.count_nonzero(shift) == 4
    assert (np.linalg.norm(far, axis=1) <= np.linalg.norm(joint, axis=1)).all()


def test_mcp_keypoints_are_the_joints_themselves_unless_moved() -> None:
    rig = average_rig()
    points = keypoints_of(forward(np.radians(OPEN), rig.skeleton), rig.skeleton)
    marked = pose_hand(rig, OPEN, "right").keypoints
    np.testing.assert_allclose(marked[2:], points[2:])


def test_the_cmc_offset_moves_the_thumbs_base_along_the_middle_metacarpal_only() -> None:
    plain, moved = (
        pose_hand(average_rig(cmc_offset=offset), OPEN, "right").keypoints for offset in (0.0, 0.2)
    )
    shift = moved - plain
    np.testing.assert_allclose(shift[1], 0.2 * (plain[0] - plain[9]), atol=1e-12)
    assert np.flatnonzero(shift.any(axis=1)).tolist() == [1]


def test_tips_lie_2_5_mm_inside_the_fingers_ends() -> None:
    rig = average_rig()
    skin = refine(rig.shape.asset, rig.shape.vertices)
    for finger, tip in enumerate(rig.skeleton.tips):
        last = tip - rig.skeleton.heads[9 + 3 * finger]
        beyond = ((skin - tip) @ last / np.linalg.norm(last))[
            rig.shape.asset.bone == 9 + 3 * finger
        ]
        assert beyond.max() == pytest.approx(0.0025, abs=0.0003)


def test_the_flesh_at_keypoints_is_as_thick_as_fingers_are() -> None:
    flesh = 1000 * average_rig().tissue_radius
    assert flesh[0] == 18
    assert ((flesh > 4) & (flesh < 20)).all()
    for base, *_, tip in FINGERS.values():
        assert flesh[base] > flesh[tip]


def test_the_skin_knows_fingers_nails_and_palm() -> None:
    skin, hand = hand_skin(), pose_hand(average_rig(), OPEN, "right")
    columns = skin.columns
    for number, chain in enumerate(FINGERS.values(), start=1):
        own = columns[:, FINGER] == number
        end = own & (np.linalg.norm(hand.vertices - hand.keypoints[chain[3]], axis=1) < 0.008)
        assert columns[end, ALONG_FINGER].mean() == pytest.approx(2.8, abs=0.25)
    assert columns[columns[:, NAIL] > 0.5, PALM_SIDE].max() < 0
    palm = (hand.part == 33).nonzero()[0]
    towards_palm = hand.normals[hand.triangles[palm, 0], 2] < -0.7
    assert columns[hand.triangles[palm, 0], PALM_SIDE][towards_palm].min() > 0.5
    arm = hand.triangles[hand.part == 1, 0]
    assert skin.forearm[arm].max() == pytest.approx(1, abs=0.15)
    assert skin.forearm[arm].min() < -1


def test_limits_hold_a_neutral_hand() -> None:
    rest = np.degrees(average_rig().skeleton.rest)
    assert (rest >= LOW).all()
    assert rest[PIP].max() < 30
    assert rest[MCP].max() < 30
