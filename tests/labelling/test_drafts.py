"""Which keypoints of a draft are shown, and which are doubtful."""

import numpy as np
from made_hands import a_row, hands_at

from handpose.labelling.drafts import HIDDEN, OUTSIDE, VISIBLE, draft


def test_low_scores_are_hidden_and_what_lies_outside_is_marked():
    scores = np.full((1, 21), 0.9)
    scores[0, [0, 1]] = 0.29, 0.3
    keypoints = a_row(5, 5)
    keypoints[[2, 3]] = [[-0.1, 5], [30, 20]]
    keypoints[4] = [5, 20.1]
    made = draft("a.png", (20, 30), hands_at([keypoints], scores=scores), min_score=0.3)
    assert made.flags[0, :5].tolist() == [HIDDEN, VISIBLE, OUTSIDE, VISIBLE, OUTSIDE]
    assert (made.flags[0, 5:] == VISIBLE).all()


def test_a_hand_beside_the_picture_is_left_out_with_all_of_its_numbers():
    hands = hands_at([a_row(100, 5), a_row(1, 5)], right=[0.9, 0.2])
    made = draft("a.png", (20, 30), hands, 0.3)
    assert made.hands.handedness.tolist() == ["left"]
    assert made.hands.keypoints[:, 0].tolist() == [[1, 5]]
    assert len(made.hands.scores) == len(made.hands.presence) == len(made.flags) == 1


def test_a_picture_without_hands_has_an_empty_draft():
    made = draft("a.png", (20, 30), hands_at([]), 0.3)
    assert len(made.hands) == 0
    assert made.flags.shape == (0, 21)
