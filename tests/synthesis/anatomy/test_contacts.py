import numpy as np
import pytest
from hand_rigs import average_rig, hand_asset, hand_skin

from handpose.errors import UsageError
from handpose.synthesis.anatomy.angles import HIGH, LOW, angles
from handpose.synthesis.anatomy.capsules import ENDS, overlaps, segment_distance
from handpose.synthesis.anatomy.contacts import Wish
from handpose.synthesis.anatomy.gestures import GESTURES, gesture_angles
from handpose.synthesis.anatomy.grasps import GRASPS, KINDS, solid_of
from handpose.synthesis.anatomy.kinematics import forward, keypoints_of
from handpose.synthesis.anatomy.pose import NAMES, RANDOM, Pose, draw_name, random_pose
from handpose.synthesis.anatomy.posed import HeldObject
from handpose.synthesis.anatomy.rig import Rig, build_rig
from handpose.synthesis.anatomy.shape import random_shape
from handpose.synthesis.anatomy.solid import NOTHING, Solid, distance
from handpose.synthesis.anatomy.solver import Solved, solve


def segments(*points: tuple[float, float, float]) -> float:
    return segment_distance(*(np.array(point, float) for point in points))


def settle(values: np.ndarray, touch: tuple[tuple[int, int], ...] = (), gap: float = 0) -> Solved:
    start = np.radians(values)
    pairs = np.array(touch, np.int64).reshape(-1, 2)
    wish = Wish(start, start, pairs, np.full(len(pairs), gap), NOTHING, np.zeros(5))
    return solve(wish, average_rig().skeleton, average_rig().capsules)


def points_of(values: np.ndarray, rig: Rig) -> np.ndarray:
    return keypoints_of(forward(np.radians(values), rig.skeleton), rig.skeleton)


@pytest.fixture(scope="module")
def drawn() -> list[tuple[Rig, Pose]]:
    """Every pose of three people."""
    rng, result = np.random.default_rng(7), []
    for _ in range(3):
        rig = build_rig(random_shape(hand_asset(), rng), hand_skin())
        result += [(rig, random_pose(name, rig, rng)) for name in NAMES]
    return result


def test_segments_are_as_far_apart_as_their_nearest_points() -> None:
    assert segments((0, 0, 0), (2, 0, 0), (0, 3, 0), (2, 3, 0)) == pytest.approx(3)
    assert segments((-1, 0, 0), (1, 0, 0), (0, -1, 2), (0, 1, 2)) == pytest.approx(2)
    assert segments((0, 0, 0), (1, 0, 0), (4, 4, 0), (4, 9, 0)) == pytest.approx(5)
    assert segments((0, 0, 0), (0, 0, 5), (1, 0, 2), (3, 0, 2)) == pytest.approx(1)


def test_a_ball_a_rod_and_a_box_are_one_formula() -> None:
    here, still = np.array([0.5, 0, 0]), np.zeros(3)
    ball = Solid(np.zeros(3), 0.2, np.eye(3), still)
    rod = Solid(np.array([0.4, 0, 0]), 0.05, np.eye(3), still)
    box = Solid(np.array([0.1, 0.3, 0.3]), 0.0, np.eye(3), still)
    assert distance(ball, here, still) == pytest.approx(0.3)
    assert distance(rod, here, still) == pytest.approx(0.05)
    assert distance(box, here, still) == pytest.approx(0.4)
    assert distance(box, np.array([0.05, 0, 0]), still) == pytest.approx(-0.05)
    assert distance(box, here, np.array([0.5, 0, 0])) == pytest.approx(-0.1)


def test_a_turned_box_is_measured_along_its_own_axes() -> None:
    turned = np.array([[0.0, -1, 0], [1, 0, 0], [0, 0, 1]])
    box = Solid(np.array([0.3, 0.1, 0.1]), 0.0, turned, np.zeros(3))
    assert distance(box, np.array([0.5, 0, 0]), np.zeros(3)) == pytest.approx(0.4)
    assert distance(box, np.array([0, 0.5, 0]), np.zeros(3)) == pytest.approx(0.2)


def test_a_free_pose_stays_as_it_is() -> None:
    wished = gesture_angles(GESTURES["open"])
    solved = settle(wished)
    np.testing.assert_allclose(np.degrees(solved.angles), wished, atol=1e-6)
    assert solved.penetration == 0


def test_a_thumb_inside_the_fingers_comes_out() -> None:
    wished = gesture_angles(GESTURES["fist"]) + angles(thumb_ip=20)
    rig = average_rig()
    before = overlaps(points_of(wished, rig), rig.capsules.radii) - rig.capsules.allowed
    solved = settle(wished)
    after = overlaps(points_of(np.degrees(solved.angles), rig), rig.capsules.radii)
    assert before.max() > 0.004
    assert (after - rig.capsules.allowed).max() == pytest.approx(solved.penetration, abs=1e-9)
    assert solved.penetration < before.max() / 2


def test_fingertips_that_shall_touch_do() -> None:
    rig, gap = average_rig(), 0.013
    wished = gesture_angles(GESTURES["ok"])
    apart = points_of(wished, rig)
    solved = settle(wished, ((4, 8),), gap)
    points = points_of(np.degrees(solved.angles), rig)
    assert np.linalg.norm(apart[4] - apart[8]) > gap + 0.005
    assert np.linalg.norm(points[4] - points[8]) == pytest.approx(gap, abs=0.0015)


def test_fingers_that_grip_and_their_thing_meet() -> None:
    rig, wished = average_rig(), np.radians(angles(thumb_radial=40, thumb_palmar=20))
    rod = Solid(np.array([0.1, 0, 0]), 0.015, np.eye(3)[:, [1, 0, 2]], np.array([0.11, 0, -0.05]))
    gaps = []
    for grip in (np.zeros(5), np.ones(5)):
        wish = Wish(wished, wished, np.zeros((0, 2), np.int64), np.zeros(0), rod, grip)
        solved = solve(wish, rig.skeleton, rig.capsules)
        points = keypoints_of(forward(solved.angles, rig.skeleton), rig.skeleton)
        middle = [points[10] + share * (points[11] - points[10]) for share in (0, 0.5, 1)]
        gaps.append(min(distance(rod, place, solved.shift) for place in (*middle, points[12])))
    assert gaps[0] > 0.03
    assert gaps[1] < 0.015


def test_poses_stay_inside_the_limits(drawn: list[tuple[Rig, Pose]]) -> None:
    for _, pose in drawn:
        assert (pose.angles >= LOW - 1e-9).all(), pose.name
        assert (pose.angles <= HIGH + 1e-9).all(), pose.name


def test_flesh_does_not_enter_flesh(drawn: list[tuple[Rig, Pose]]) -> None:
    depth = np.array([
        (overlaps(points_of(pose.angles, rig), rig.capsules.radii) - rig.capsules.allowed).max()
        for rig, pose in drawn
    ])  # fmt: skip
    assert np.percentile(depth, 99) < 0.003
    assert depth.max() < 0.006


def test_held_things_are_outside_the_flesh_and_touch_it(drawn: list[tuple[Rig, Pose]]) -> None:
    holding = [(rig, pose) for rig, pose in drawn if pose.held is not None]
    assert {pose.held.kind for _, pose in holding if pose.held} == set(KINDS)
    for rig, pose in holding:
        assert pose.held is not None
        solid, points = solid_of(pose.held), points_of(pose.angles, rig)
        gaps = []
        for (start, end), radius in zip(ENDS, rig.capsules.radii, strict=True):
            along = [points[start] + t * (points[end] - points[start]) for t in (0, 0.5, 1)]
            gaps.append(min(distance(solid, p, np.zeros(3)) for p in along) - radius)
        assert min(gaps) > -0.0065, pose.name
        assert sum(gap < 0.004 for gap in gaps) >= 3, pose.name


def test_nearly_every_pose_is_sound(drawn: list[tuple[Rig, Pose]]) -> None:
    sound = [pose for _, pose in drawn if pose.sound()]
    assert len(sound) > 0.95 * len(drawn)


def test_the_same_seed_is_the_same_pose() -> None:
    one, same = (random_pose("ok", average_rig(), np.random.default_rng(4)) for _ in range(2))
    np.testing.assert_array_equal(one.angles, same.angles)


def test_an_unknown_gesture_is_refused_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="did you mean fist"):
        random_pose("fists", average_rig(), np.random.default_rng(0))


def test_names_are_drawn_in_the_wanted_shares() -> None:
    rng = np.random.default_rng(0)
    names = [draw_name(rng, random_share=0.25, held_share=0.2) for _ in range(2000)]
    assert np.mean([name in GRASPS for name in names]) == pytest.approx(0.2, abs=0.03)
    assert np.mean([name == RANDOM for name in names]) == pytest.approx(0.2, abs=0.03)
    assert set(names) == set(NAMES)


def test_gestures_with_folded_fingers_are_drawn_more_often() -> None:
    rng = np.random.default_rng(0)
    names = [draw_name(rng, random_share=0, held_share=0, folded=1.0) for _ in range(6000)]
    # Of 30 gestures four have 4 folded fingers, four 3, five 2 and one 1: 69 shares.
    assert names.count("fist") / 6000 == pytest.approx(5 / 69, abs=0.012)
    assert names.count("point") / 6000 == pytest.approx(4 / 69, abs=0.012)
    assert names.count("open") / 6000 == pytest.approx(1 / 69, abs=0.006)


def test_without_folded_the_gestures_of_a_seed_are_those_of_before() -> None:
    names = [draw_name(np.random.default_rng(seed), 0.0, 0.0) for seed in range(4)]
    rngs = [np.random.default_rng(seed) for seed in range(4)]
    drawn = [(rng.random(2), str(rng.choice(list(GESTURES))))[1] for rng in rngs]
    assert names == drawn


def test_a_flat_things_solid_fills_its_size() -> None:
    held = HeldObject("slab", np.array([0.15, 0.07, 0.006]), np.eye(3), np.zeros(3))
    solid = solid_of(held)
    np.testing.assert_allclose(2 * (solid.half + solid.radius), held.size)
    assert solid.radius == 0.003
