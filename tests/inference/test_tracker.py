"""HandTracker finds hands, follows them, and asks the detector seldom."""

from dataclasses import replace

import numpy as np
import pytest
from hand_world import FRAME, SIDE, Seen, World, ids_and_places, tracker_of

import handpose
from handpose import shipped
from handpose.inference import landmarker, tracker
from handpose.inference.crops import ArgumentError, upright_boxes


@pytest.fixture(name="world")
def _world():
    return World()


def test_an_empty_frame_has_no_hands_and_the_detector_looks_again(world):
    track = tracker_of(world)
    for number in range(3):
        hands = track(FRAME)
        assert (len(hands), hands.keypoints.shape, hands.scores.shape) == (0, (0, 21, 2), (0, 21))
        assert hands.handedness.tolist() == []
        assert world.detections == number + 1
    assert world.asked == []


def test_the_first_frame_is_looked_at_as_the_detector_says(world):
    world.hands = [Seen(100)]
    hands = tracker_of(world)(FRAME)
    ((boxes, angles),) = world.asked
    np.testing.assert_allclose(boxes, hands.boxes, atol=1e-3)
    assert angles.tolist() == [5.0]
    assert (hands.ids.tolist(), hands.handedness.tolist()) == ([0], ["right"])
    np.testing.assert_allclose(hands.keypoints[0], world.hands[0].keypoints, atol=1e-3)
    assert (hands.keypoints.dtype, hands.right.dtype) == (np.float32, np.float32)


def test_the_next_crops_are_cut_where_the_hands_were_all_in_one_call(world):
    track = tracker_of(world)
    world.hands = [Seen(100), Seen(220)]
    track(FRAME)
    expected, angles = upright_boxes(np.array([one.keypoints for one in world.hands]))
    world.hands[0].x = 104
    track(FRAME)
    assert len(world.asked) == 2
    np.testing.assert_allclose(world.asked[1][0], expected, atol=1e-3)
    np.testing.assert_allclose(world.asked[1][1], angles, atol=1e-3)


@pytest.mark.parametrize(
    ("count", "options", "frames"),
    [
        (1, {}, [0, 10, 20]),  # one more could come
        (2, {}, [0]),  # as many as are wanted
        (1, {"max_hands": 1}, [0]),
        (1, {"detect_every": 3}, [0, 3, 6, 9, 12, 15, 18, 21, 24]),
        (0, {}, list(range(25))),
    ],
)
def test_when_the_detector_runs(world, count, options, frames):
    track = tracker_of(world, **options)
    world.hands = [Seen(100), Seen(220)][:count]
    ran = []
    for number in range(25):
        before = world.detections
        track(FRAME)
        ran += [number] * (world.detections - before)
    assert ran == frames


def test_a_hand_that_comes_later_is_found_at_the_next_look(world):
    track = tracker_of(world)
    world.hands = [Seen(100)]
    track(FRAME)
    world.hands.append(Seen(220))
    ids = [track(FRAME).ids.tolist() for _ in range(11)]
    assert ids == [[0]] * 9 + [[0, 1]] * 2


def test_a_hand_that_leaves_is_lost_at_once_and_looked_for_once(world):
    track = tracker_of(world)
    world.hands = [Seen(100), Seen(220)]
    track(FRAME)
    world.hands.pop()
    assert [track(FRAME).ids.tolist() for _ in range(5)] == [[0]] * 5
    assert world.detections == 2


def test_a_hand_that_jumps_is_found_again_in_the_same_frame_and_keeps_its_id(world):
    track = tracker_of(world)
    world.hands = [Seen(100), Seen(220)]
    track(FRAME)
    world.hands[0].x += 0.9 * SIDE
    world.reach = 0.5
    hands = track(FRAME)
    assert (len(hands), hands.ids.tolist(), world.detections) == (2, [0, 1], 2)
    np.testing.assert_allclose(world.asked[-1][0][0, 0], 136 - SIDE / 2, atol=0.1)


def test_two_tracks_on_one_hand_leave_the_surer_one(world):
    track = tracker_of(world, smooth=False)
    world.hands = [Seen(100), Seen(130)]
    track(FRAME)
    world.hands = [Seen(128)]
    assert ids_and_places(track(FRAME)) == {1: 128}
    assert world.detections == 2


def test_what_the_detector_sees_of_a_followed_hand_is_no_new_one(world):
    track = tracker_of(world, detect_every=1)
    world.hands = [Seen(100)]
    for _ in range(4):
        assert track(FRAME).ids.tolist() == [0]
    assert (world.detections, len(world.asked)) == (4, 4)


def test_a_hand_is_found_where_the_detector_does_not_see_the_followed_one(world):
    track = tracker_of(world, detect_every=1)
    world.hands = [Seen(100)]
    track(FRAME)
    world.hands = [Seen(100, detected=0), Seen(220)]
    assert ids_and_places(track(FRAME)) == {0: 100, 1: 220}


def test_what_is_no_hand_takes_no_hands_place(world):
    world.hands = [Seen(60, presence=0.3, detected=0.99), Seen(160, detected=0.6)]
    assert ids_and_places(tracker_of(world, max_hands=1)(FRAME)) == {0: 160}
    assert len(tracker_of(world, presence=0.2)(FRAME)) == 2
    assert len(tracker_of(world, presence=0.95)(FRAME)) == 0


def test_of_too_many_hands_the_surest_are_followed_on(world):
    track = tracker_of(world)
    world.hands = [Seen(60, detected=0.7), Seen(160, detected=0.6), Seen(260, detected=0.8)]
    assert ids_and_places(track(FRAME)) == {0: 260, 1: 60}
    assert ids_and_places(track(FRAME)) == {0: 260, 1: 60}


def test_a_hand_that_neither_network_is_sure_of_is_not_followed(world):
    # With keypoints of 0.8: 0.6 is the cube root of 0.27 * 0.8.
    world.hands = [Seen(60, presence=1.0, detected=0.27), Seen(160, presence=0.9, detected=0.29)]
    assert ids_and_places(tracker_of(world, sureness=0.595)(FRAME)) == {0: 60}
    assert len(tracker_of(world, sureness=0.59)(FRAME)) == 2
    assert len(tracker_of(world, sureness=0.601)(FRAME)) == 0


def test_a_followed_hand_need_not_be_sure_any_more(world):
    track = tracker_of(world, sureness=0.85)
    world.hands = [Seen(100, presence=1.0)]
    track(FRAME)
    world.hands[0].presence = 0.6
    assert ids_and_places(track(FRAME)) == {0: 100}


def test_only_the_likeliest_boxes_are_looked_into(world):
    world.hands = [Seen(20 + 50 * place, detected=0.5 + 0.05 * place) for place in range(6)]
    tracker_of(world, max_hands=1)(FRAME)
    ((boxes, _),) = world.asked
    assert (boxes[:, 0] + boxes[:, 2] / 2).round().tolist() == [270, 220]


def test_a_frame_of_another_size_is_another_scene(world):
    track = tracker_of(world, max_hands=1)
    world.hands = [Seen(100)]
    track(FRAME)
    assert track(np.zeros((240, 400, 3), np.uint8)).ids.tolist() == [1]
    assert world.detections == 2


def test_a_hand_that_goes_out_of_the_picture_is_lost(world):
    """Even for a model that takes black for a hand."""
    track = tracker_of(world, smooth=False)
    world.hands = [Seen(290)]
    there = []
    for _ in range(10):
        there.append(len(track(FRAME)))
        world.hands[0].x += 10
        world.hands[0].detected = 0
    # At 340 its left edge, at 340 - 20, leaves the picture.
    assert there == [1] * 5 + [0] * 5


@pytest.mark.parametrize("spoilt", [np.nan, np.inf, 1e7, 5.0])
def test_answers_that_are_no_hand_are_lost(world, spoilt):
    track = tracker_of(world)
    world.hands = [Seen(100)]
    track(FRAME)
    world.find = lambda *asked, find=world.find: _with_keypoints(find(*asked), spoilt)
    track._find = world.find
    assert len(track(FRAME)) == 0


def _with_keypoints(hands, value):
    """The first keypoint spoilt; or all of them in one place in the picture."""
    keypoints = hands.keypoints.copy()
    keypoints[:, slice(None) if value == 5.0 else 0] = value
    return replace(hands, keypoints=keypoints)


def test_a_frame_that_cannot_be_used_leaves_the_tracker_as_it_was(world):
    track = tracker_of(world)
    world.hands = [Seen(100)]
    track(FRAME)
    for frame in (FRAME[:0], FRAME[..., 0], FRAME.astype(float), None):
        with pytest.raises(ArgumentError, match="image"):
            track(frame)
    assert track(FRAME).ids.tolist() == [0]


@pytest.mark.parametrize(
    "options",
    [{"max_hands": 0}, {"max_hands": 1.5}, {"detect_every": 0}, {"presence": 1.1},
     {"presence": np.nan}, {"sureness": -0.1}],
)  # fmt: skip
def test_impossible_options_are_refused(world, options):
    with pytest.raises(ArgumentError, match=next(iter(options))):
        tracker_of(world, **options)


def test_without_models_those_of_the_package_are_used(world, monkeypatch):
    asked = []

    def made(*options):
        asked.append(options)
        return world.detect

    monkeypatch.setattr(tracker, "detector_of", made)
    monkeypatch.setattr(landmarker, "HandLandmarker", lambda: world.find)
    world.hands = [Seen(100)]
    assert ids_and_places(handpose.HandTracker()(FRAME)) == {0: 100}
    assert ids_and_places(handpose.HandTracker(sureness=0.6)(FRAME)) == {0: 100}
    assert asked == [("", shipped.SURENESS), ("", 0.6)]
