"""What HandTracker keeps from frame to frame: ids, times, smoothed places, votes."""

import numpy as np
import pytest
from hand_world import FRAME, SIDE, Seen, World, ids_and_places, tracker_of

from handpose.inference.crops import ArgumentError
from handpose.inference.jitter import jitter


@pytest.fixture(name="world")
def _world():
    return World()


@pytest.mark.parametrize(("frames", "id_"), [(14, 0), (20, 1)])
def test_an_id_outlives_half_a_second_and_no_more(world, frames, id_):
    track = tracker_of(world)
    world.hands = [Seen(100)]
    track(FRAME)
    world.hands = []
    for _ in range(frames):
        assert len(track(FRAME)) == 0
    world.hands = [Seen(110)]
    assert track(FRAME).ids.tolist() == [id_]


def test_a_hand_elsewhere_is_another_one(world):
    track = tracker_of(world)
    world.hands = [Seen(100)]
    track(FRAME)
    world.hands = [Seen(100 + 1.2 * SIDE)]
    assert ids_and_places(track(FRAME)) == {1: 148}
    world.hands = [Seen(100 + 2.4 * SIDE)]
    assert ids_and_places(track(FRAME)) == {2: 196}


@pytest.mark.parametrize("speed", [1.0, 3.0, 7.0])
def test_ids_persist_when_hands_cross(world, speed):
    """Where they meet, the crop of each shows the other, or both show the same one."""
    track = tracker_of(world, smooth=False)
    left, right = Seen(80), Seen(200, mirrored=True)
    world.hands = [left, right]
    while left.x < 200:
        truth = {0: round(left.x), 1: round(right.x)}
        found = ids_and_places(track(FRAME))
        assert found.items() <= truth.items()
        left.x, right.x = left.x + speed, right.x - speed
    assert found == truth


def test_ids_persist_when_hands_move_in_a_line(world):
    track = tracker_of(world, smooth=False)
    front, back = Seen(120), Seen(140)
    world.hands = [front, back]
    track(FRAME)
    front.x, back.x = front.x + 19, back.x + 19
    assert ids_and_places(track(FRAME)) == {0: 139, 1: 159}


def test_times_grow(world):
    track = tracker_of(world)
    world.hands = [Seen(100)]
    track(FRAME, 2.0)
    for time in (2.0, 1.9):
        with pytest.raises(ArgumentError, match=rf"time={time:g}: later than .* 2 expected"):
            track(FRAME, time)
    for time in (np.nan, np.inf, "3"):
        with pytest.raises(ArgumentError, match=r"time=.*: seconds expected"):
            track(FRAME, time)
    assert track(FRAME, np.float32(2.1)).ids.tolist() == [0]


def test_without_times_there_are_30_frames_a_second(world):
    world.hands = [Seen(100)]
    found = []
    for times in ([None] * 4, [0, 1 / 30, 2 / 30, 3 / 30], [5, 5.1, 5.2, 5.3]):
        track = tracker_of(world)
        for number, time in enumerate(times):
            world.hands[0].x = 100 + 3 * number
            hands = track(FRAME, time)
        found.append(hands.keypoints[0, 0, 0])
    assert found[0] == pytest.approx(found[1])
    assert found[2] > found[0] + 0.3  # slower: less behind


def test_a_new_video_begins_anew(world):
    track = tracker_of(world)
    world.hands = [Seen(100)]
    track(FRAME, 9.0)
    track.reset()
    world.hands = [Seen(102)]
    hands = track(FRAME, 0.0)
    assert ids_and_places(hands) == {0: 102}
    assert world.detections == 2


def trembling(world, **options):
    """(frames, 21, 2) of a hand with noise of 1 % of its side."""
    noise, track = np.random.default_rng(0), tracker_of(world, **options)
    places = []
    for _ in range(90):
        world.hands = [Seen(*noise.normal([100, 120], 0.01 * SIDE))]
        places.append(track(FRAME).keypoints[0])
    return np.array(places)


def test_a_still_hand_is_smoothed(world):
    raw, steady = trembling(world, smooth=False), trembling(world)
    assert jitter(steady[30:]).pixels < 0.25 * jitter(raw[30:]).pixels


@pytest.mark.parametrize("smooth", [False, True])
def test_the_next_crop_follows_what_was_found_not_what_was_smoothed(world, smooth):
    track = tracker_of(world, smooth=smooth)
    for x in (100, 110, 120):
        world.hands = [Seen(x)]
        track(FRAME)
    np.testing.assert_allclose(world.asked[2][0][0, 0], 110 - SIDE / 2, atol=1e-3)


def test_hands_are_smoothed_each_by_its_own_past(world):
    track = tracker_of(world)
    world.hands = [Seen(60), Seen(160)]
    track(FRAME)
    world.hands = [Seen(164), Seen(60)]
    hands = track(FRAME)
    middles = (hands.keypoints.min(1) + hands.keypoints.max(1))[:, 0] / 2
    assert middles[0] == pytest.approx(60, abs=0.01)
    assert 160.5 < middles[1] < 163.9


def test_a_wrong_frame_does_not_turn_a_right_hand_into_a_left_one(world):
    steady, raw = tracker_of(world), tracker_of(world, smooth=False)
    said = []
    for right in (0.9, 0.9, 0.1, 0.9):
        world.hands = [Seen(100, right=right)]
        said.append((steady(FRAME).handedness[0], raw(FRAME).handedness[0]))
    assert said == [("right", "right"), ("right", "right"), ("right", "left"), ("right", "right")]


def test_a_model_that_does_not_tell_left_from_right_stays_unknown(world):
    track = tracker_of(world)
    world.hands = [Seen(100, right=0.5)]
    assert [track(FRAME).handedness[0] for _ in range(3)] == ["unknown"] * 3
