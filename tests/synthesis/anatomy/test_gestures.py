import numpy as np
import pytest
from hand_rigs import average_rig

from handpose.synthesis.anatomy.angles import ABDUCTION, MCP, NUMBER, PIP, possible
from handpose.synthesis.anatomy.contacts import Wish
from handpose.synthesis.anatomy.gestures import (
    GESTURES,
    Gesture,
    gesture_angles,
    spread_when_bent,
)
from handpose.synthesis.anatomy.kinematics import forward, keypoints_of
from handpose.synthesis.anatomy.solid import NOTHING
from handpose.synthesis.anatomy.solver import solve


def keypoints(gesture: str) -> np.ndarray:
    skeleton = average_rig().skeleton
    return keypoints_of(forward(np.radians(gesture_angles(GESTURES[gesture])), skeleton), skeleton)


def keypoints_of_settled(gesture: str) -> np.ndarray:
    rig, wished = average_rig(), np.radians(gesture_angles(GESTURES[gesture]))
    free = Wish(wished, wished, np.zeros((0, 2), np.int64), np.zeros(0), NOTHING, np.zeros(5))
    solved = solve(free, rig.skeleton, rig.capsules)
    return keypoints_of(forward(solved.angles, rig.skeleton), rig.skeleton)


def test_there_are_at_least_26_gestures_for_five_fingers() -> None:
    assert len(GESTURES) >= 26
    assert all(len(gesture.fingers) == len(gesture.spread) == 4 for gesture in GESTURES.values())


@pytest.mark.parametrize("name", GESTURES)
def test_a_hand_can_make_every_gesture(name: str) -> None:
    values = gesture_angles(GESTURES[name])
    np.testing.assert_allclose(possible(values), values)


def test_a_gesture_reads_as_its_angles() -> None:
    values = gesture_angles(Gesture("efht", (1, 2, 3, 4, 5), (8, -2, 0, -10)))
    assert values[MCP].tolist() == [0, 80, 0, 75]
    assert values[PIP].tolist() == [6, 102, 95, 8]
    assert values[ABDUCTION] == pytest.approx([8, -2 * (1 - 0.8), 0, -10 * 0.25])
    assert values[NUMBER["thumb_radial"]] == 1
    assert values[NUMBER["thumb_ip"]] == 5
    assert values[NUMBER["pinky_metacarpal"]] == 0


def test_folded_outer_fingers_hollow_the_palm() -> None:
    assert gesture_angles(GESTURES["fist"])[NUMBER["pinky_metacarpal"]] == 9


def test_bent_fingers_do_not_spread() -> None:
    np.testing.assert_allclose(
        spread_when_bent(np.full(4, 10.0), np.array([-20.0, 0, 45, 90])), [10, 10, 5.5, 1]
    )


def test_gestures_look_as_they_are_called() -> None:
    straight = np.linalg.norm(keypoints("open")[[8, 12, 16, 20]], axis=1)
    for name, fingers in (("fist", ""), ("point", "i"), ("victory", "im"), ("rock", "ip")):
        reach = np.linalg.norm(keypoints(name)[[8, 12, 16, 20]], axis=1) / straight
        extended = "".join(np.array(list("imrp"))[reach > 0.9])
        assert extended == fingers


def test_the_thumb_is_up_or_across_the_fingers() -> None:
    assert keypoints("thumbs_up")[4][1] > keypoints("fist")[4][1] + 0.05
    assert keypoints("fist")[4][2] < -0.03


@pytest.mark.parametrize("name", ["fist", "thumbs_up"])
def test_folded_fingers_stand_upright_on_the_palm(name: str) -> None:
    points = keypoints_of_settled(name)
    knuckles, middles = points[[5, 9, 13, 17]], points[[6, 10, 14, 18]]
    # Seen from the back, fingers hide behind their knuckles, and they stand as high as they are.
    assert (middles[:, 0] / knuckles[:, 0]).max() < 1.17
    assert ((knuckles - middles)[:, 2] / points[9, 0]).min() > 0.25


def test_a_fists_thumb_lies_across_its_fingers() -> None:
    points = keypoints_of_settled("fist")
    assert points[4][1] < points[7][1]
    assert points[4][2] < points[7][2]
    assert abs(points[4] - points[3])[1] > abs(points[4] - points[3])[0]
