"""HandTracker: the hands of a video, each with its number, at rest when they rest."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import count
from numbers import Real
from typing import Any

import numpy as np

from handpose import shipped
from handpose.hand import NUM_KEYPOINTS
from handpose.inference import one_euro, votes
from handpose.inference.crops import ArgumentError, checked_image, long_sides, upright_boxes
from handpose.inference.hand import Hand
from handpose.inference.hands import Hands
from handpose.inference.identity import mean_distances, one_to_one, overlaps
from handpose.inference.one_euro import Smoothed
from handpose.inference.search import (
    PRESENCE,
    Detector,
    Landmarker,
    detector_of,
    each_once,
    sureness,
    surest_first,
)
from handpose.inference.votes import Votes

FRAME = 1 / 30  # seconds, where no times are given
REMEMBERED = 0.5  # seconds for which a lost hand may come back as the same one

_FARTHEST = 1.0  # shares of the long side; a hand that is farther away is another one
_LOOKS = 2  # boxes that are looked into for each hand that is wanted, the likeliest first
_OVERLAP = 0.3  # intersection over union of a followed hand's box and what the detector sees of it


@dataclass(frozen=True)
class Track:
    """One hand after the last frame that showed it.

    keypoints: (21, 2) uv, image pixels, as the model found them.
    """

    id: int
    keypoints: np.ndarray
    smoothed: Smoothed
    votes: Votes


class HandTracker:
    """Follows hands from frame to frame; a hand keeps its id as long as it is followed.

        tracker = HandTracker()
        for frame in frames:
            hands = tracker(frame)

    The detector runs only when no hand is followed, when one was just lost, and every
    `detect_every` frames while fewer than `max_hands` are followed; otherwise each crop is cut
    where the hand was in the last frame, turned so that it points up. A hand that is back within
    half a second, not farther than its own size, keeps its id; no id is used for two hands.

    detector, landmarker: anything called as `HandDetector` and `HandLandmarker` are; None: those
    of the package. sureness: how sure a hand must be, 0..1, to be followed at all, see
    `search.sureness`; the package's detector then names every box that may come to it.
    presence: a hand less present than this, 0..1, is lost. smooth: keypoints by
    `one_euro` and handedness by `votes`; False: both as found in each frame.
    Each video, and each thread of a program, needs a tracker of its own, or `reset()`.
    Raises ArgumentError (a ValueError) for options that cannot be, HandposeError when a model
    cannot be used.
    """

    def __init__(
        self,
        detector: Detector | None = None,
        landmarker: Landmarker | None = None,
        *,
        max_hands: int = 2,
        detect_every: int = 10,
        presence: float = PRESENCE,
        sureness: float = shipped.SURENESS,
        smooth: bool = True,
    ):
        _check_counts(max_hands=max_hands, detect_every=detect_every)
        _check_shares(presence=presence, sureness=sureness)
        self._detect = detector_of("", sureness) if detector is None else detector
        self._find = _shipped_landmarker() if landmarker is None else landmarker
        self._max_hands, self._detect_every = max_hands, detect_every
        self._presence, self._sureness, self._smooth = presence, sureness, smooth
        self.reset()

    def reset(self) -> None:
        """Begin a new video: no hand is known, times and ids start anew."""
        self._tracks: list[Track] = []
        self._lost: list[Track] = []
        self._size = (0, 0)
        self._time = -math.inf
        self._since_detection = 0
        self._new_ids = count()

    def __call__(self, frame: Any, time: float | None = None) -> Hands:
        """The hands of the next frame, at most `max_hands`, in the order of their ids.

        frame: RGB uint8 (h, w, 3); at another size than the last one every hand is a new one.
        time: seconds, later than the last frame; None: 1/30 s later.
        Raises ArgumentError (a ValueError) for a frame or a time that cannot be used.
        """
        image, now = checked_image(frame), _checked_time(time, self._time)
        if image.shape[:2] != self._size:
            self._tracks, self._lost, self._size = [], [], image.shape[:2]
        hands = self._identified(self._found(image))
        self._remember(hands, now)
        return _steady(hands, self._tracks) if self._smooth else hands

    def _found(self, image: np.ndarray) -> Hands:
        """The hands of a frame; which is which is not told yet."""
        self._since_detection += 1
        hands = self._followed(image)
        if not self._detector_is_due(len(hands)):
            return hands
        self._since_detection = 0
        both = self._present(hands.joined(self._detected(image, hands)), image)
        return both.chosen(slice(self._max_hands))

    def _detector_is_due(self, followed: int) -> bool:
        just_lost = followed < len(self._tracks)
        long_ago = self._since_detection >= self._detect_every
        return followed < self._max_hands and (followed == 0 or just_lost or long_ago)

    def _followed(self, image: np.ndarray) -> Hands:
        if not self._tracks:
            return Hands.none()
        boxes, angles = upright_boxes(_keypoints(self._tracks))
        return self._present(self._find(image, boxes, angles), image)

    def _detected(self, image: np.ndarray, hands: Hands) -> Hands:
        """Hands where the detector sees one that is not among `hands`, the surest first."""
        seen = self._detect(image)
        # One to one: where hands cross, a followed hand must not hide the other's detection.
        known = one_to_one(1 - overlaps(seen.boxes, hands.boxes), 1 - _OVERLAP)
        new = [row for row, hand in enumerate(known) if hand is None][: _LOOKS * self._max_hands]
        if not new:
            return Hands.none()
        found = self._find(image, seen.boxes[new], seen.angles[new])
        return surest_first(found, sureness(seen.scores[new], found), self._sureness)

    def _present(self, hands: Hands, image: np.ndarray) -> Hands:
        """The hands that are there, each of them once."""
        possible = hands.chosen(_possible(hands.keypoints, image.shape[:2]))
        return each_once(possible, self._presence)

    def _identified(self, hands: Hands) -> Hands:
        """The hands with their ids, in the order of them; new ones for those that are new."""
        known = [*self._tracks, *self._lost]
        apart = mean_distances(hands.keypoints, _keypoints(known))
        rows = one_to_one(apart, _FARTHEST)
        ids = [next(self._new_ids) if row is None else known[row].id for row in rows]
        return replace(hands, ids=np.array(ids, np.int64)).chosen(np.argsort(ids))

    def _remember(self, hands: Hands, now: float) -> None:
        known = {track.id: track for track in (*self._tracks, *self._lost)}
        self._tracks = [
            _continued(known.pop(int(id_), None), int(id_), hand, now)
            for id_, hand in zip(hands.ids, hands, strict=True)
        ]
        self._lost = [t for t in known.values() if now - t.smoothed.time <= REMEMBERED]
        self._time = now


def _check_counts(**counts: int) -> None:
    for name, value in counts.items():
        if not (isinstance(value, int) and value >= 1):
            raise ArgumentError(f"{name}={value!r}: a whole number from 1 expected")


def _check_shares(**shares: float) -> None:
    for name, value in shares.items():
        if not 0 <= value <= 1:
            raise ArgumentError(f"{name}={value!r}: 0 to 1 expected")


def _checked_time(time: Any, last: float) -> float:
    if time is None:
        return last + FRAME if math.isfinite(last) else 0.0
    if not (isinstance(time, Real) and math.isfinite(time)):
        raise ArgumentError(f"time={time!r}: seconds expected")
    if time <= last:
        raise ArgumentError(
            f"time={time:g}: later than the last frame's {last:g} expected; for a new video, "
            "call reset() first"
        )
    return float(time)


def _shipped_landmarker() -> Landmarker:
    from handpose.inference.landmarker import HandLandmarker

    return HandLandmarker()


def _continued(track: Track | None, id_: int, hand: Hand, now: float) -> Track:
    keypoints = hand.keypoints.astype(np.float64)
    if track is None:
        return Track(id_, keypoints, one_euro.begin(keypoints, now), votes.begin(hand.right, now))
    side = float(long_sides(keypoints))
    smoothed = one_euro.follow(track.smoothed, keypoints, now, side)
    return Track(id_, keypoints, smoothed, votes.follow(track.votes, hand.right, now))


def _steady(hands: Hands, tracks: Sequence[Track]) -> Hands:
    keypoints = np.reshape([track.smoothed.values for track in tracks], hands.keypoints.shape)
    right = np.array([track.votes.right for track in tracks], np.float32)
    return replace(hands, keypoints=keypoints.astype(np.float32), right=right)


def _possible(keypoints: np.ndarray, image_size: tuple[int, int]) -> np.ndarray:
    """Which (n,) bool of hands (n, 21, 2) can be followed.

    Those that are in the picture with a keypoint at least, from a pixel to twice its size.
    """
    height, width = image_size
    finite = np.isfinite(keypoints).all(axis=(1, 2))
    places = np.where(finite[:, None, None], keypoints, 0.0)
    inside = np.all((places >= 0) & (places < [width, height]), axis=2)
    sides = long_sides(places)
    return inside.any(axis=1) & (sides >= 1) & (sides <= 2 * max(image_size))


def _keypoints(tracks: Sequence[Track]) -> np.ndarray:
    return np.reshape([track.keypoints for track in tracks], (-1, NUM_KEYPOINTS, 2))
