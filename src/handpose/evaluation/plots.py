"""PCK curves, errors per keypoint and scores against errors, as PNG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from textwrap import fill

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from handpose.evaluation.report import in_words
from handpose.evaluation.result import Result
from handpose.evaluation.scores import Calibration, promised
from handpose.evaluation.store import Curve
from handpose.files import atomic_path
from handpose.hand import KEYPOINTS, finger_of

_FINGER_COLOURS = {
    None: "#7f7f7f",
    "thumb": "#d62728",
    "index": "#ff7f0e",
    "middle": "#2ca02c",
    "ring": "#1f77b4",
    "pinky": "#9467bd",
}

_LABEL_WIDTH = 48  # characters


def plot_curves(path: Path, curves: Sequence[Curve], labels: Sequence[str]) -> None:
    """Draw PCK curves, an axis a protocol: numbers of different protocols do not compare."""
    panels: dict[str, list[tuple[str, Curve]]] = {}
    for label, curve in zip(labels, curves, strict=True):
        # Names may be whole paths; a legend wider than its axes would leave them no room.
        panels.setdefault(curve.protocol, []).append((fill(label, _LABEL_WIDTH), curve))
    rows = (sum(1 + len(label.splitlines()) for label, _ in lines) for lines in panels.values())
    height = 4.6 + 0.18 * max(rows)
    figure = Figure(figsize=(5.2 * len(panels), height), layout="constrained")
    for place, (protocol, lines) in enumerate(panels.items()):
        _curve_panel(figure.add_subplot(1, len(panels), place + 1), protocol, lines)
    _save(figure, path)


def _curve_panel(axes: Axes, protocol: str, lines: Sequence[tuple[str, Curve]]) -> None:
    for label, curve in lines:
        number = curve.whole.numbers["auc"]
        name = f"{label}\nAUC {in_words(number, 3)}, n = {curve.whole.images}"
        axes.plot(curve.thresholds, curve.curve, marker=".", label=name)
    axes.set(title=protocol, xlabel=f"error threshold, {lines[0][1].unit}", ylabel="PCK")
    axes.set(xlim=(0, 30), ylim=(0, 1.02))
    axes.grid(alpha=0.3)
    # Below the axes: inside it would hide the low curves of early runs.
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.13), fontsize=8)


def plot_keypoints(path: Path, results: Sequence[Result], title: str) -> None:
    """Draw every keypoint's mean error with its interval, an axis a protocol."""
    figure = Figure(figsize=(4.6 * len(results) + 1, 5.6), layout="constrained")
    figure.suptitle(title)
    for place, result in enumerate(results):
        _keypoint_panel(figure.add_subplot(1, len(results), place + 1), result)
    _save(figure, path)


def _keypoint_panel(axes: Axes, result: Result) -> None:
    numbers = [row.numbers["epe"] for row in result.rows_of("keypoint")]
    values = [number.value for number in numbers]
    # An interval of percentiles need not hold the value itself when the images are few.
    below = [max(0.0, number.value - number.low) for number in numbers]
    above = [max(0.0, number.high - number.value) for number in numbers]
    colours = [_FINGER_COLOURS[finger_of(place)] for place in range(len(KEYPOINTS))]
    axes.barh(KEYPOINTS, values, xerr=[below, above], color=colours, error_kw=_WHISKERS)
    axes.invert_yaxis()
    protocol = result.protocol
    axes.set(title=protocol.title, xlabel=f"EPE mean of {protocol.keypoints}, {protocol.unit}")
    axes.grid(axis="x", alpha=0.3)


_WHISKERS: Mapping[str, object] = {"elinewidth": 1, "ecolor": "black"}


def plot_scores(path: Path, found: Calibration, title: str) -> None:
    """Draw each band's scores against what they should be, and against the mean error."""
    figure = Figure(figsize=(9.6, 4.8), layout="constrained")
    figure.suptitle(title)
    bands = [one for one in found.bins if one.keypoints]
    scores = [one.score for one in bands]
    axes = figure.subplots(1, 2)
    _reliability_panel(axes[0], found, scores, [one.target for one in bands])
    axes[1].plot(scores, [one.nepe for one in bands], marker=".", label="mean error")
    rising = np.linspace(0.01, 1, 100)
    axes[1].plot(rising, promised(rising), color="grey", linestyle=":", label="promised")
    axes[1].set(xlabel="score", ylabel="error / long side", xlim=(0, 1), ylim=(0, None))
    axes[1].grid(alpha=0.3)
    axes[1].legend(fontsize=8)
    _save(figure, path)


def _reliability_panel(
    axes: Axes, found: Calibration, scores: Sequence[float], targets: Sequence[float]
) -> None:
    shares = [one.keypoints / found.keypoints for one in found.bins]
    axes.bar([one.low for one in found.bins], shares, width=1 / len(shares), align="edge",
             color="#dddddd", label="share of keypoints")  # fmt: skip
    axes.plot([0, 1], [0, 1], color="grey", linestyle=":", label="as promised")
    axes.plot(scores, targets, marker=".", label="mean of what scores should be")
    error = in_words(found.calibration_error, 3)
    axes.set(title=f"calibration error {error}", xlabel="score", xlim=(0, 1), ylim=(0, 1.02))
    axes.grid(alpha=0.3)
    axes.legend(fontsize=8)


def _save(figure: Figure, path: Path) -> None:
    with atomic_path(path) as temporary:
        figure.savefig(temporary, dpi=110)
