"""All hands of one picture, as arrays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np

from handpose.geometry import invert, transform
from handpose.hand import NUM_KEYPOINTS
from handpose.inference import conversions
from handpose.inference.hand import Hand
from handpose.inference.model import Answers

if TYPE_CHECKING:
    import pandas
    import supervision


@dataclass(frozen=True)
class Hands:
    """The hands of one picture, a box each, in the order of the boxes.

    keypoints: (n, 21, 2) float32 uv, image pixels, pixel centres at +0.5.
    scores: (n, 21) float32 0..1, one per keypoint.
    right: (n,) float32, probability of a right hand; exactly 0.5 when the model cannot tell.
    presence: (n,) float32, probability that there is a hand at all.
    ids: (n,) int64, which hand it is, the same from frame to frame of a video; in a single
    picture the place among its hands.
    """

    keypoints: np.ndarray
    scores: np.ndarray
    right: np.ndarray
    presence: np.ndarray
    ids: np.ndarray

    @classmethod
    def none(cls) -> Hands:
        """The hands of a picture that shows none."""
        no_keypoints, nobody = np.zeros((0, NUM_KEYPOINTS, 2), np.float32), np.zeros(0, np.float32)
        return cls(no_keypoints, no_keypoints[..., 0], nobody, nobody, np.zeros(0, np.int64))

    def chosen(self, rows: np.ndarray | slice) -> Hands:
        """Some of the hands; rows: a mask (n,), places (m,) in a new order, or a slice."""
        return Hands(*(getattr(self, field.name)[rows] for field in fields(self)))

    def joined(self, others: Hands) -> Hands:
        """These hands and then the others."""
        both = ((getattr(self, f.name), getattr(others, f.name)) for f in fields(self))
        return Hands(*map(np.concatenate, both))

    @property
    def boxes(self) -> np.ndarray:
        """(n, 4) float32 x, y, w, h, image pixels, tight round the keypoints."""
        low, high = self.keypoints.min(axis=1), self.keypoints.max(axis=1)
        return np.concatenate([low, high - low], axis=1)

    @property
    def score(self) -> np.ndarray:
        """(n,) float32 0..1, a number for each hand: its keypoints' mean score times presence."""
        return self.scores.mean(axis=1) * self.presence

    @property
    def handedness(self) -> np.ndarray:
        """(n,) text: `left`, `right`, or `unknown` when the model cannot tell."""
        return np.array([hand.handedness for hand in self], dtype="<U7")

    def to_coco(self, image_id: int, first_id: int = 1) -> list[dict[str, Any]]:
        """COCO keypoint annotations, one a hand, of the picture `image_id`; ids from `first_id`.

        keypoints: 21 times x, y, v in canonical order, pixels; v is 2, as none is said to be
        hidden. `score`, `keypoint_scores`, `handedness` and `presence` are beyond COCO.
        """
        return conversions.coco_annotations(self, image_id, first_id)

    def to_supervision(self) -> supervision.KeyPoints:
        """The hands as supervision's annotators take them.

        class_id: 0 left, 1 right, 2 unknown, in words in `data["class_name"]`; `data` has
        `presence` and `id` too. Raises HandposeError when supervision is not installed.
        """
        return conversions.supervision_keypoints(self)

    def to_pandas(self) -> pandas.DataFrame:
        """A table with a row per hand: `id`, then the columns of `test`'s `predictions.csv`.

        These are handedness, presence, score and, of each keypoint, x, y (pixels) and score.
        Raises HandposeError when pandas is not installed.
        """
        return conversions.pandas_table(self)

    def __len__(self) -> int:
        return len(self.keypoints)

    def __getitem__(self, index: int) -> Hand:
        right, presence = float(self.right[index]), float(self.presence[index])
        return Hand(self.keypoints[index], self.scores[index], right, presence)

    def __iter__(self) -> Iterator[Hand]:
        return (self[index] for index in range(len(self)))


def hands_from(answers: Answers, to_crop: np.ndarray) -> Hands:
    """A model's answers on crops as hands of the picture.

    to_crop: (n, 2, 3) affine maps from image to crop uv.
    """
    keypoints = transform(invert(to_crop), answers["keypoints"].astype(np.float64))
    scores, right, presence = (
        answers[name].astype(np.float32) for name in ("scores", "handedness", "presence")
    )
    ids = np.arange(len(keypoints))
    return Hands(keypoints.astype(np.float32), scores, right, presence, ids)
