"""What is told beside the protocols' tables: side, presence, scores, tones, turns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from handpose.evaluation.fairness import Gap, gaps_by_tone
from handpose.evaluation.gather import Subject
from handpose.evaluation.handedness import handedness_share
from handpose.evaluation.presence import Presence, presence
from handpose.evaluation.report import in_words
from handpose.evaluation.result import Number, Result
from handpose.evaluation.scores import Calibration, calibration
from handpose.evaluation.turns import Turns, measure_turns


@dataclass(frozen=True)
class Beside:
    """Of the first protocol's predictions, except tones and turns; None where not told.

    handedness: the share of sides told rightly and of how many hands.
    """

    handedness: tuple[Number, int] | None
    presence: Presence | None
    scores: Calibration | None
    tones: list[Gap]
    turns: list[Turns]

    def lines(self) -> list[str]:
        """For the screen."""
        lines = [_of_handedness(*self.handedness)] if self.handedness else []
        lines += [_of_presence(self.presence)] if self.presence else []
        lines += [_of_scores(self.scores)] if self.scores else []
        return lines + [_of_gap(gap) for gap in self.tones[:1]]

    def content(self) -> dict[str, Any]:
        """For JSON: what is told, by its name."""
        share = self.handedness
        found = {
            "handedness": share and asdict(share[0]) | {"images": share[1]},
            "presence": self.presence and asdict(self.presence),
            "scores": self.scores and asdict(self.scores),
            "tones": [_plain_gap(gap) for gap in self.tones],
            "turns": [turns.content() for turns in self.turns],
        }
        return {key: value for key, value in found.items() if value}


def beside(subject: Subject, results: Sequence[Result], seed: int) -> Beside:
    """Everything that there is to tell of a subject and its results under the protocols."""
    predictions = subject.cases[0][1]
    return Beside(
        handedness_share(predictions, seed),
        presence(predictions, seed),
        calibration(predictions, seed),
        gaps_by_tone(results),
        measure_turns(subject.turned, seed),
    )


def _of_handedness(share: Number, images: int) -> str:
    return f"handedness right: {in_words(share, 3)}, n = {images}"


def _of_presence(found: Presence) -> str:
    hit, alarm = found.true_positive_rate, found.false_positive_rate
    return (
        f"presence: AUC {in_words(found.auc, 3)}; at 0.5 true positives {in_words(hit, 3)}, "
        f"n = {found.hands}, false positives {in_words(alarm, 3)}, n = {found.without}"
    )


def _of_scores(found: Calibration) -> str:
    error, correlation = found.calibration_error, found.rank_correlation
    return (
        f"scores: calibration error {in_words(error, 3)}, rank correlation with the error "
        f"{in_words(correlation, 3)}, n = {found.keypoints} keypoints"
    )


def _of_gap(gap: Gap) -> str:
    best, worst = (f"{row.numbers['nepe'].value:.3f} ({row.group})" for row in gap[1:])
    return f"gap by tone: nEPE {best} to {worst}, {gap.width:.3f}"


def _plain_gap(gap: Gap) -> dict[str, Any]:
    ends = {
        name: {"group": row.group, "images": row.images} | asdict(row.numbers["nepe"])
        for name, row in (("best", gap.best), ("worst", gap.worst))
    }
    return {"protocol": gap.protocol, "metric": "nepe", "gap": gap.width} | ends
