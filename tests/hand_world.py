"""A world whose hands are where the test puts them, for a tracker to look at."""

from dataclasses import dataclass, field

import numpy as np

from handpose.inference.detections import Detections
from handpose.inference.hands import Hands
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


def tracker_of(world, **options):
    return HandTracker(world.detect, world.find, **options)


def ids_and_places(hands):
    centres = (hands.keypoints.min(1) + hands.keypoints.max(1)) / 2
    return {int(id_): round(float(x)) for id_, (x, _) in zip(hands.ids, centres, strict=True)}
