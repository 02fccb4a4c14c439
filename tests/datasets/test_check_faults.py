"""The faults that `data check` can find, each seeded by hand."""

import numpy as np
import pytest

from handpose.datasets.check_facts import Facts
from handpose.datasets.check_faults import (
    duplicates,
    outside_picture,
    reversed_hands,
    reversed_order,
    visible_outside,
)
from handpose.hand import FINGERS

SIZE = (100, 200)


def open_hand(turn=0.0):
    """A flat open hand: fingers straight up from (0, 0), 60, 40 and 30 % of 30 px a bone."""
    points = np.zeros((21, 2))
    for finger, x in zip(FINGERS.values(), (-16, -8, 0, 8, 16), strict=True):
        base = -12.0 if x == -16 else -40.0
        points[list(finger)] = [(x, base - 30 * length) for length in (0, 0.6, 1.0, 1.3)]
    cos, sin = np.cos(turn), np.sin(turn)
    return points @ np.array([[cos, sin], [-sin, cos]])


def fist():
    """Fingers folded back over the palm: their last bones point at the wrist."""
    points = open_hand()
    for finger in FINGERS.values():
        x, y = points[finger[0]]
        points[list(finger)] = [(x, y), (x, y - 6), (x + 1, y + 8), (x + 1, y + 22)]
    return points


def tips_first(points):
    turned = points.copy()
    for finger in FINGERS.values():
        turned[list(finger)] = points[list(finger)[::-1]]
    return turned


def facts(points=None, name="a.png", part="train", digest=b"a", **changes):
    keypoints = (open_hand() if points is None else points) + [100, 95]
    seen = np.ones(21, bool)
    values = {"labelled": seen, "visible": seen, "handedness": "left", "root": "wrist"} | changes
    return Facts(part, name, digest, SIZE, keypoints.astype(np.float32), **values)


def test_a_good_hand_has_no_fault():
    good = [
        facts(open_hand(turn), f"{turn}", digest=bytes([i])) for i, turn in enumerate((0, 1, 2))
    ]
    assert reversed_hands(good) == []
    assert reversed_order("set", good * 10) == []
    assert duplicates(good) == []
    assert visible_outside(good[:1]) == []


def test_a_visible_keypoint_outside_the_picture_is_named_with_its_place():
    points = open_hand()
    points[8] = [120, -20]
    [fault] = visible_outside([facts(points)])
    assert fault.file == "a.png"
    assert fault.reason == (
        "1 visible outside the picture: index_tip at (220.0, 75.0) in 200x100 px"
    )


def test_a_hidden_keypoint_may_lie_outside():
    points, visible = open_hand(), np.ones(21, bool)
    points[8], visible[8] = [120, -20], False
    hidden = facts(points, visible=visible)
    assert visible_outside([hidden]) == []
    assert outside_picture(hidden) == ["index_tip"]


def test_an_unlabelled_keypoint_is_nowhere():
    points, labelled = open_hand(), np.ones(21, bool)
    points[8], labelled[8] = [np.nan, np.nan], False
    assert outside_picture(facts(points, labelled=labelled, visible=labelled)) == []


@pytest.mark.parametrize(
    ("second", "reason"),
    [
        ({"name": "b.png"}, "same picture and labels as a.png (train)"),
        ({"part": "eval"}, "same picture and labels as a.png (train)"),
        ({"name": "b.png", "points": open_hand(1)}, "same picture as a.png (train), other labels"),
        ({"part": "eval", "points": open_hand(1)}, "same picture as a.png (train), other labels"),
        ({"name": "a.png#1"}, "same picture and labels as a.png (train)"),
    ],
)
def test_a_picture_under_two_names_or_in_two_parts_is_a_duplicate(second, reason):
    [fault] = duplicates([facts(), facts(**second)])
    assert fault.reason == reason


def test_two_hands_of_one_picture_are_no_duplicate():
    assert duplicates([facts(name="a.png#0"), facts(open_hand(1), "a.png#1")]) == []


def test_different_pictures_are_no_duplicate():
    assert duplicates([facts(), facts(name="b.png", digest=b"b")]) == []


@pytest.mark.parametrize("turn", [0, 0.7, 3])
def test_an_open_hand_from_tip_to_base_is_reversed(turn):
    [fault] = reversed_hands([facts(tips_first(open_hand(turn)))])
    assert fault.reason == "fingers run from tip to base (bone lengths)"


@pytest.mark.parametrize("changes", [{"root": "palm"}, {"labelled": np.arange(21) > 0}])
def test_without_a_wrist_no_hand_is_called_reversed(changes):
    assert reversed_hands([facts(tips_first(open_hand()), **changes)]) == []


def test_three_straight_fingers_are_too_few_to_call_one_hand_reversed():
    points = tips_first(open_hand())
    for name in ("ring", "pinky"):
        points[FINGERS[name][2]] += [15, 15]
    assert reversed_hands([facts(points)]) == []


@pytest.mark.parametrize("points", [fist(), tips_first(fist())])
def test_a_fist_is_never_called(points):
    assert reversed_hands([facts(points)]) == []
    assert reversed_order("set", [facts(points)] * 100) == []


def test_fingers_from_tip_to_base_are_named_for_the_whole_set():
    faults = reversed_order("set", [facts(tips_first(open_hand()))] * 5)
    assert [fault.reason.split(":")[0] for fault in faults] == list(FINGERS)
    assert {fault.file for fault in faults} == {"set"}


def test_one_finger_from_tip_to_base_is_named():
    points = open_hand()
    points[[5, 6, 7, 8]] = points[[8, 7, 6, 5]]
    [fault] = reversed_order("set", [facts(points)] * 5)
    assert fault.reason.startswith("index: most run from tip to base")


def test_fingers_from_pinky_to_thumb_are_named():
    points = open_hand()[
        [0, *range(17, 21), *range(13, 17), *range(9, 13), *range(5, 9), 1, 2, 3, 4]
    ]
    [fault] = reversed_order("set", [facts(points)] * 5)
    assert fault.reason == "most thumbs begin farther from the wrist than the pinky"


@pytest.mark.parametrize(("wrong", "called"), [(4, False), (5, True)])
def test_four_hands_are_too_few_to_call_a_set(wrong, called):
    faults = reversed_order("set", [facts(tips_first(open_hand()))] * wrong)
    assert bool(faults) is called


@pytest.mark.parametrize(("wrong", "called"), [(50, False), (70, True)])
def test_a_set_is_called_when_clearly_most_hands_say_so(wrong, called):
    hands = [facts(tips_first(open_hand()))] * wrong + [facts()] * (100 - wrong)
    assert bool(reversed_order("set", hands)) is called


def test_bones_of_a_few_pixels_say_nothing():
    assert reversed_order("set", [facts(tips_first(open_hand()) * 0.2)] * 100) == []
