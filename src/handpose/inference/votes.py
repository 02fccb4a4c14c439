"""Left or right over time: every frame votes, and old votes fade."""

from __future__ import annotations

import math
from dataclasses import dataclass

HALF_LIFE = 1.0  # seconds

# One frame that is certain must not outweigh a second of others.
_SUREST = 0.999


@dataclass(frozen=True)
class Votes:
    """What the frames so far say of one hand.

    total: sum of their log odds of a right hand; weight: number of votes. Both fade by half in
    `HALF_LIFE`. time: seconds, of the last frame.
    """

    total: float
    weight: float
    time: float

    @property
    def right(self) -> float:
        """Probability of a right hand, from the mean of the log odds.

        Exactly 0.5 as long as no frame could tell.
        """
        return 1 / (1 + math.exp(-self.total / self.weight)) if self.weight else 0.5


def begin(right: float, time: float) -> Votes:
    """The first vote; right: probability 0..1, exactly 0.5 when the model cannot tell."""
    return follow(Votes(0.0, 0.0, time), right, time)


def follow(last: Votes, right: float, time: float) -> Votes:
    """The votes with one more; time: seconds, not before `last.time`. 0.5 is no vote."""
    kept = 0.5 ** ((time - last.time) / HALF_LIFE)
    return Votes(kept * last.total + _log_odds(right), kept * last.weight + (right != 0.5), time)


def _log_odds(right: float) -> float:
    right = min(max(right, 1 - _SUREST), _SUREST)
    return math.log(right / (1 - right))
