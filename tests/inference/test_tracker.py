"""HandTracker in a world whose hands are where the test puts them."""

import sys
from dataclasses import dataclass, field, replace
from types import SimpleNamespace

import numpy as np
import pytest

import handpose
from handpose.inference import landmarker
from handpose.inference.crops import ArgumentError, upright_boxes
from handpose.inference.detections import Detections
from handpose.inference.hands import Hands
from handpose.inference.jitter import jitter
from handpose.inference.tracker import HandTracker

FRAME = np.zeros((240, 320, 3), np.uint8)
SIDE = 40.0

# A hand that points up, its thumb on the left, centred on (0, 0), one side long.
_ANGLES = np.deg2rad([-50, -20, 0, 15, 30])
_FINGERS = [
    [(0.9 * np.sin(a) * r, 0.5 - np.cos(a) * r) for r in (0.4, 0.6, 0.8, 1.0)] for a in _ANGLES
]
SHAPE = np.array([(0.0, 0.5), *(point for finger in _FINGERS for point in finger)])
SHAPE = (SHAPE - (SHAPE.min(0) + SHAPE.max(0)) / 2) / np.ptp(SHAPE, axis=0).max()


@dataclass
class Seen:
    """A hand of the world: centre x, y, thumb on the left or right, and what a model says of it."""

    x: float
    y: float = 120.0
    mirrored: bool = False
    presence: float = 0.9
    right: float = 0.8
    detected: float = 0.9

    @property
    def keypoints(self):
        return SIDE * SHAPE * [-1 if self.mirrored else 1, 1] + [self.x, self.y]


@dataclass
class World:
    """The hands of the frame, and what a tracker asked about them.

    reach: a crop shows a hand whose centre is nearer to its own than so many sides.
    """

    hands: list[Seen] = field(default_factory=list)
    reach: float = 1.0
    detections: int = 0
    asked: list = field(default_factory=list)

    def detect(self, image):
        self.detections += 1
        seen = sorted((one for one in self.hands if one.detected), key=lambda one: -one.detected)
        places = np.array([one.keypoints for one in seen]).reshape(-1, 21, 2)
        boxes = np.concatenate([places.min(1), np.ptp(places, axis=1)], axis=1)
        return Detections(boxes, np.full(len(seen), 5.0), np.array([s.detected for s in seen]))

    def find(self, image, boxes, angles):
        """In each crop the hand nearest to its middle; no hand where none is near."""
        self.asked.append((np.array(boxes), np.array(angles)))
        found = [self._nearest(box) for box in np.asarray(boxes, float)]
        return Hands(
            np.array([one.keypoints for one in found], np.float32),
            np.full((len(found), 21), 0.8, np.float32),
            np.array([one.right for one in found], np.float32),
            np.array([one.presence for one in found], np.float32),
            np.arange(len(found)),
        )

    def _nearest(self, box):
        middle = box[:2] + box[2:] / 2
        away = [max(abs(one.x - middle[0]), abs(one.y - middle[1])) for one in self.hands]
        if not away or min(away) > self.reach * SIDE:
            return Seen(*middle, presence=0.1)
        return self.hands[int(np.argmin(away))]


@pytest.fixture(name="world")
def _world():
    return World()


def tracker_of(world, **options):
    return HandTracker(world.detect, world.find, **options)


def ids_and_places(hands):
    centres = (hands.keypoints.min(1) + hands.keypoints.max(1)) / 2
    return {int(id_): round(float(x)) for id_, (x, _) in zip(hands.ids, centres, strict=True)}


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
     {"presence": np.nan}],
)  # fmt: skip
def test_impossible_options_are_refused(world, options):
    with pytest.raises(ArgumentError, match=next(iter(options))):
        tracker_of(world, **options)


def test_without_models_those_of_the_package_are_used(world, monkeypatch):
    shipped = SimpleNamespace(HandDetector=lambda: world.detect)
    monkeypatch.setitem(sys.modules, "handpose.inference.detector", shipped)
    monkeypatch.setattr(landmarker, "HandLandmarker", lambda: world.find)
    world.hands = [Seen(100)]
    assert ids_and_places(handpose.HandTracker()(FRAME)) == {0: 100}
