"""What a keypoint's score promises: the scale that training teaches and evaluation checks.

A score is meant to be 0.5 ** (error / long side / HALF_SCORE_ERROR), where the long side is that
of the box round the labelled keypoints: 1 for no error, 1/2 for 5 % of the hand, 1/4 for 10 %.
"""

# An error of this share of the hand's long side makes a score of one half.
HALF_SCORE_ERROR = 0.05
