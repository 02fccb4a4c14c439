"""Predictions under a protocol: the whole, every source, finger, keypoint and attribute."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from handpose.evaluation import bootstrap, metrics
from handpose.evaluation.groups import Attributes, groups_of
from handpose.evaluation.predict import Predictions
from handpose.evaluation.protocols import Protocol
from handpose.evaluation.result import Result, Row
from handpose.evaluation.statistics import Errors, Metrics, means, statistics
from handpose.hand import FINGERS, KEYPOINTS, NUM_KEYPOINTS

# A source of fewer hands says too little alone.
SMALL_SOURCE = 15
SMALL_MIX = "small_mix"

_WHOLE = tuple(range(NUM_KEYPOINTS))
_PARTS: Mapping[tuple[str, str], Sequence[int]] = {
    **{("finger", name): members for name, members in FINGERS.items()},
    **{("keypoint", name): (place,) for place, name in enumerate(KEYPOINTS)},
}


def measure(predictions: Predictions, protocol: Protocol, seed: int) -> Result:
    """Everything that a protocol reports; seed: of the bootstrap."""
    everything = _errors(predictions, protocol)
    some = _counted(everything)
    counted, attributes = everything.of(some), [predictions.attributes[image] for image in some]
    sources = _sources(counted, predictions.source[some], protocol)
    parts = _parts(sources, protocol)
    together = _together(parts)
    thresholds, curve = _curve(parts, protocol)
    return Result(
        protocol,
        [
            _mean_row(parts, protocol, seed),
            *(_source_rows(sources, protocol, seed) if protocol.macro or len(sources) > 1 else []),
            *_part_rows(together, protocol, seed),
            *_attribute_rows(counted, attributes, protocol, seed),
        ],
        predictions.names,
        everything.errors,
        everything.long_side,
        thresholds,
        curve,
    )


def nepes(predictions: Predictions, protocol: Protocol, seed: int) -> np.ndarray:
    """The result's nEPE alone, then that of every resample (1 + RESAMPLES,)."""
    everything = _errors(predictions, protocol)
    some = _counted(everything)
    sources = _sources(everything.of(some), predictions.source[some], protocol)
    return _over_parts(_parts(sources, protocol), protocol, seed, means)["nepe"]


def _errors(predictions: Predictions, protocol: Protocol) -> Errors:
    labelled, visible = predictions.labelled, predictions.visible
    counted = visible if protocol.keypoints == "visible" else labelled
    return Errors(
        metrics.errors(predictions.keypoints, predictions.truth, counted),
        metrics.long_sides(predictions.truth, labelled),
    )


def _counted(errors: Errors) -> np.ndarray:
    """The images (m,) of which some keypoint counts."""
    return np.flatnonzero(np.isfinite(errors.errors).any(axis=1))


def _parts(sources: Mapping[str, Errors], protocol: Protocol) -> list[Errors]:
    """What the result is the mean over: the sources, or all images together."""
    whole = [part for name, part in sources.items() if name not in protocol.apart]
    return whole if protocol.macro and whole else [_together(whole)]


def _mean_row(parts: list[Errors], protocol: Protocol, seed: int) -> Row:
    found = _over_parts(parts, protocol, seed, statistics)
    kind = "macro" if protocol.macro else "all"
    return _row((kind, kind), _together(parts).errors, found)


def _over_parts(
    parts: list[Errors], protocol: Protocol, seed: int, measured: Callable[..., list[Metrics]]
) -> Metrics:
    """The mean over the parts, each of which is resampled by itself."""
    each = [
        measured(part, protocol, [_WHOLE], bootstrap.weights(len(part), seed + place))[0]
        for place, part in enumerate(parts)
    ]
    return {key: np.mean([one[key] for one in each], axis=0) for key in each[0]}


def _source_rows(sources: dict[str, Errors], protocol: Protocol, seed: int) -> list[Row]:
    rows = []
    for name, part in sources.items():
        weights = bootstrap.weights(len(part), seed)
        found = statistics(part, protocol, [_WHOLE], weights)[0]
        rows.append(_row(("source", name), part.errors, found))
    return rows


def _part_rows(errors: Errors, protocol: Protocol, seed: int) -> list[Row]:
    weights = bootstrap.weights(len(errors), seed)
    each = statistics(errors, protocol, list(_PARTS.values()), weights)
    return [
        _row(label, errors.errors[:, list(members)], found)
        for (label, members), found in zip(_PARTS.items(), each, strict=True)
    ]


def _attribute_rows(
    errors: Errors, attributes: Sequence[Attributes], protocol: Protocol, seed: int
) -> list[Row]:
    rows = []
    for group in groups_of(attributes):
        part = errors.of(group.images)
        weights = bootstrap.weights(len(part), seed)
        found = means(part, protocol, [_WHOLE], weights)[0]
        rows.append(_row((f"by {group.attribute}", group.value), part.errors, found))
    return rows


def _row(label: tuple[str, str], errors: np.ndarray, found: Metrics) -> Row:
    counted = np.isfinite(errors)
    numbers = {key: bootstrap.number(replicates) for key, replicates in found.items()}
    return Row(*label, int(counted.any(axis=1).sum()), int(counted.sum()), numbers)


def _curve(parts: list[Errors], protocol: Protocol) -> tuple[np.ndarray, np.ndarray]:
    thresholds, _, strict = metrics.AUC_STYLES[protocol.auc]
    curves = [
        metrics.pck_curve(protocol.in_unit(part.errors, part.long_side), thresholds, strict=strict)
        for part in parts
    ]
    return thresholds, np.mean(curves, axis=0)


def _sources(errors: Errors, source: np.ndarray, protocol: Protocol) -> dict[str, Errors]:
    """The images of every source, large ones first; small ones pooled where the mean is macro."""
    source = source.astype(str)
    names, counts = np.unique(source, return_counts=True)
    small = set(names[counts < SMALL_SOURCE]) - set(protocol.apart) if protocol.macro else set()
    label = np.array([SMALL_MIX if name in small else name for name in source], str)
    parts = {str(name): errors.of(np.flatnonzero(label == name)) for name in np.unique(label)}
    return dict(sorted(parts.items(), key=lambda part: (part[0] in protocol.apart, -len(part[1]))))


def _together(parts: Sequence[Errors]) -> Errors:
    nothing = Errors(np.empty((0, NUM_KEYPOINTS)), np.empty(0))
    return Errors(
        np.concatenate([part.errors for part in (nothing, *parts)]),
        np.concatenate([part.long_side for part in (nothing, *parts)]),
    )
