"""All hands of a picture: detected, looked into, each once."""

import numpy as np
from made_hands import hands_at

from handpose.inference.detections import Detections
from handpose.inference.hands import Hands
from handpose.inference.search import each_once, searching

IMAGE = np.zeros((40, 60, 3), np.uint8)
HAND = np.random.default_rng(0).uniform(5, 25, (21, 2))
ELSEWHERE = HAND + np.array([30, 0])


def present(hands: Hands, presence: list[float]) -> Hands:
    return Hands(hands.keypoints, hands.scores, hands.right, np.array(presence), hands.ids)


def test_the_hand_model_looks_where_the_detector_saw_hands():
    boxes, angles = np.array([[1, 2, 3, 4], [9, 8, 7, 6.0]]), np.array([10.0, 20.0])
    seen = []

    def look(*where):
        seen.append(where)
        return hands_at([HAND, ELSEWHERE])

    search = searching(lambda image: Detections(boxes, angles, np.ones(2)), look)
    assert len(search(IMAGE)) == 2
    (where,) = seen
    assert all(given is taken for given, taken in zip(where, (IMAGE, boxes, angles), strict=True))


def test_a_hand_that_is_not_there_is_left_out():
    hands = present(hands_at([HAND, ELSEWHERE]), [0.49, 0.5])
    np.testing.assert_allclose(each_once(hands, 0.5).keypoints, [ELSEWHERE], rtol=1e-6)
    assert len(each_once(hands, 0.4)) == 2


def test_of_one_hand_seen_twice_the_surer_one_stays():
    hands = hands_at([HAND, HAND + 0.5], scores=np.repeat([[0.3], [0.6]], 21, axis=1))
    np.testing.assert_allclose(each_once(hands, 0.5).keypoints, [HAND + 0.5], rtol=1e-6)


def test_nothing_detected_is_no_hand():
    search = searching(lambda _: Detections(*(np.zeros(s) for s in ((0, 4), 0, 0))),
                       lambda *_: Hands.none())  # fmt: skip
    assert len(search(IMAGE)) == 0
