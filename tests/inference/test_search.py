"""All hands of a picture: detected, looked into, each once."""

import numpy as np
from made_hands import hands_at

from handpose.inference import detector
from handpose.inference.detections import Detections
from handpose.inference.hands import Hands
from handpose.inference.search import detector_of, each_once, searching, sureness

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

    search = searching(lambda image: Detections(boxes, angles, np.ones(2)), look, 0.5)
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
                       lambda *_: Hands.none(), 0.0)  # fmt: skip
    assert len(search(IMAGE)) == 0


def test_sureness_is_the_geometric_mean_of_detector_presence_and_keypoints():
    hands = present(hands_at([HAND, ELSEWHERE], scores=0.5), [1.0, 0.8])
    np.testing.assert_allclose(sureness(np.array([0.25, 0.02]), hands), [0.5, 0.2], rtol=1e-6)


def found(threshold, scores, hands):
    boxes = np.ones((len(scores), 4))
    seen = Detections(boxes, np.zeros(len(scores)), np.array(scores))
    return searching(lambda _: seen, lambda *_: hands, threshold)(IMAGE)


def test_the_surest_hand_comes_first_and_an_unsure_one_not_at_all():
    third = HAND + np.array([0, 60])
    hands = present(hands_at([HAND, ELSEWHERE, third], scores=1.0), [0.2, 0.5, 0.02])
    # Sureness 0.58, 0.74 and 0.26, of a cube 0.2, 0.4 and 0.018.
    several = found(0.27, [1.0, 0.8, 0.9], hands)
    np.testing.assert_allclose(several.keypoints, [ELSEWHERE, HAND], rtol=1e-6)
    assert several.ids.tolist() == [0, 1]
    assert len(found(0.26, [1.0, 0.8, 0.9], hands)) == 3


def test_of_one_hand_in_two_boxes_the_surer_one_stays_whatever_the_detector_says():
    hands = hands_at([HAND, HAND + 0.5], scores=np.repeat([[0.3], [0.6]], 21, axis=1))
    np.testing.assert_allclose(found(0.1, [0.9, 0.8], hands).keypoints, [HAND + 0.5], rtol=1e-6)


def test_every_box_whose_hand_may_be_sure_enough_is_looked_into(monkeypatch):
    made = []
    monkeypatch.setattr(detector, "HandDetector", lambda _, **options: made.append(options))
    detector_of("d.onnx", 0.5, 3, 2)
    assert made == [{"num_threads": 2, "threshold": 0.125, "tiles": 3}]
