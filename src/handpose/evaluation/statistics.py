"""Every metric of a protocol, for several groups of keypoints and many weightings of the images.

What all groups share, sums and ranks keypoint by keypoint, is computed once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from handpose.evaluation import averages, metrics
from handpose.evaluation.protocols import MMPOSE_BOX, Protocol

Metrics = dict[str, np.ndarray]
PCK_SHARES = (0.05, 0.1, 0.2)
_RANKS = {"median": 0.5, "p90": 0.9, "p95": 0.95}


@dataclass(frozen=True)
class Errors:
    """errors: (n, 21) image pixels, NaN where not counted; long_side: (n,) image pixels."""

    errors: np.ndarray
    long_side: np.ndarray

    def __len__(self) -> int:
        return len(self.errors)

    def of(self, images: np.ndarray) -> Errors:
        """Those of some images."""
        return Errors(self.errors[images], self.long_side[images])


def statistics(
    errors: Errors,
    protocol: Protocol,
    groups: Sequence[Sequence[int]],
    weights: np.ndarray | None = None,
) -> list[Metrics]:
    """Every metric (b,) of each group of keypoints, for image weights (b, n), as in `averages`.

    epe, median, p90, p95: errors in the protocol's unit; nepe: error / long side; and shares
    0..1: pck@t, error within t long sides; pck_box@0.2, within 0.2 sides of mmpose's box; auc.
    """
    mean = means(errors, protocol, groups, weights)
    ranks = _ranks(errors, protocol, groups, weights)
    return [{"epe": one.pop("epe")} | rank | one for one, rank in zip(mean, ranks, strict=True)]


def means(
    errors: Errors,
    protocol: Protocol,
    groups: Sequence[Sequence[int]],
    weights: np.ndarray | None = None,
) -> list[Metrics]:
    """What `statistics` tells without the ranks, which take most of the time."""
    found: list[Metrics] = [{} for _ in groups]
    for key, values in _values(errors, protocol).items():
        sums, counts = averages.totals(values, weights)
        by = protocol.per_keypoint if key in ("epe", "nepe") else True
        for metrics_of_group, group in zip(found, groups, strict=True):
            columns = list(group)
            part = averages.average(sums[:, columns], counts[:, columns], per_keypoint=by)
            metrics_of_group[key] = part
    return found


def _values(errors: Errors, protocol: Protocol) -> Metrics:
    """What every keypoint (n, 21) adds to each metric that is a mean."""
    error = protocol.in_unit(errors.errors, errors.long_side)
    relative = errors.errors / errors.long_side[:, None]
    shares = {f"pck@{share:g}": share for share in PCK_SHARES}
    shares |= {"pck_box@0.2": 0.2 * MMPOSE_BOX} if protocol.box_pck else {}
    near = {
        key: metrics.within(relative, share, strict=protocol.strict)
        for key, share in shares.items()
    }
    return {"epe": error, "nepe": relative} | near | {"auc": metrics.area(error, protocol.auc)}


def _ranks(
    errors: Errors,
    protocol: Protocol,
    groups: Sequence[Sequence[int]],
    weights: np.ndarray | None,
) -> list[Metrics]:
    error, shares = protocol.in_unit(errors.errors, errors.long_side), list(_RANKS.values())
    if protocol.per_keypoint:
        each = averages.keypoint_quantiles(error, shares, weights)
        parts = [averages.over_keypoints(each[..., list(group)]) for group in groups]
    else:
        parts = [
            averages.quantiles(error[:, list(group)], shares, weights, per_keypoint=False)
            for group in groups
        ]
    return [dict(zip(_RANKS, part.T, strict=True)) for part in parts]
