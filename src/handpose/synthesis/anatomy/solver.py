"""Levenberg-Marquardt for contacts: Levenberg 1944, Marquardt 1963."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from handpose.synthesis.anatomy.capsules import Capsules
from handpose.synthesis.anatomy.contacts import (
    ANGLES,
    FIRST_UNKNOWN,
    LIMITS,
    SHIFT,
    UNKNOWNS,
    Wish,
    faults,
    residual_count,
    residuals,
)
from handpose.synthesis.anatomy.skeleton import Skeleton
from handpose.synthesis.compiled import compiled

_ITERATIONS = 20
_TRIES = 4
_STEP = 1e-4  # of the numeric derivative
_LOW, _HIGH = LIMITS


class Solved(NamedTuple):
    """angles: (27,) radians, inside the limits; shift: (3,) metres that the held thing moved;
    penetration, contact_error: the worst, metres."""

    angles: np.ndarray
    shift: np.ndarray
    penetration: float
    contact_error: float


def solve(wish: Wish, skeleton: Skeleton, capsules: Capsules) -> Solved:
    """The pose nearest to the wish in which flesh and things do not enter each other."""
    unknowns, penetration, contact_error = _solve(wish, skeleton, capsules)
    return Solved(unknowns[:ANGLES], unknowns[ANGLES:] * SHIFT, penetration, contact_error)


@compiled
def _solve(wish: Wish, skeleton: Skeleton, capsules: Capsules) -> tuple[np.ndarray, float, float]:
    unknowns = np.zeros(UNKNOWNS)
    unknowns[:ANGLES] = wish.guess
    values = np.zeros(residual_count(wish))
    moved, jacobian = np.zeros_like(values), np.zeros((len(values), UNKNOWNS))
    residuals(unknowns, wish, skeleton, capsules, values)
    damping = 1e-2
    for _ in range(_ITERATIONS):
        _differentiate(unknowns, values, wish, skeleton, capsules, moved, jacobian)
        gain, damping = _descend(
            unknowns, values, wish, skeleton, capsules, moved, jacobian, damping
        )
        if gain < 1e-3 * (values**2).sum() + 1e-4:
            break
    penetration, contact_error = faults(values, wish)
    return unknowns, penetration, contact_error


@compiled
def _descend(
    unknowns: np.ndarray,
    values: np.ndarray,
    wish: Wish,
    skeleton: Skeleton,
    capsules: Capsules,
    moved: np.ndarray,
    jacobian: np.ndarray,
    damping: float,
) -> tuple[float, float]:
    """Take the first step that helps, `unknowns` and `values` in place.

    Returns by how much the squared residuals fell, 0 when none helped, and the next damping.
    """
    normal, gradient = _normal_equations(jacobian, values)
    cost = (values**2).sum()
    for _ in range(_TRIES):
        trial = unknowns + _damped_step(normal, gradient, damping)
        trial = np.minimum(_HIGH, np.maximum(_LOW, trial))
        residuals(trial, wish, skeleton, capsules, moved)
        gain = cost - (moved**2).sum()
        if gain > 0:
            unknowns[:], values[:] = trial, moved
            return gain, 0.3 * damping
        damping *= 4
    return 0.0, damping


@compiled
def _differentiate(
    unknowns: np.ndarray,
    values: np.ndarray,
    wish: Wish,
    skeleton: Skeleton,
    capsules: Capsules,
    moved: np.ndarray,
    jacobian: np.ndarray,
) -> None:
    """Fill the Jacobian (residuals, 30) by forward differences; `moved` is scratch space."""
    for column in range(FIRST_UNKNOWN, UNKNOWNS):
        kept = unknowns[column]
        unknowns[column] = kept + _STEP
        residuals(unknowns, wish, skeleton, capsules, moved)
        unknowns[column] = kept
        for row in range(len(values)):
            jacobian[row, column] = (moved[row] - values[row]) / _STEP


@compiled
def _normal_equations(jacobian: np.ndarray, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """J'J (lower half) and J'r; most residuals are zero near the pose and are passed over."""
    size = jacobian.shape[1]
    normal, gradient = np.zeros((size, size)), np.zeros(size)
    for row in range(len(values)):
        slopes = jacobian[row]
        for i in range(FIRST_UNKNOWN, size):
            if slopes[i] != 0:
                gradient[i] += slopes[i] * values[row]
                for j in range(FIRST_UNKNOWN, i + 1):
                    normal[i, j] += slopes[i] * slopes[j]
    return normal, gradient


@compiled
def _damped_step(normal: np.ndarray, gradient: np.ndarray, damping: float) -> np.ndarray:
    """The step x of (J'J + damping diag(J'J)) x = -J'r, by Cholesky's factors L L'."""
    lower = _cholesky(normal, damping)
    step = -gradient
    for i in range(len(step)):
        for k in range(i):
            step[i] -= lower[i, k] * step[k]
        step[i] /= lower[i, i]
    for i in range(len(step) - 1, -1, -1):
        for k in range(i + 1, len(step)):
            step[i] -= lower[k, i] * step[k]
        step[i] /= lower[i, i]
    return step


@compiled
def _cholesky(normal: np.ndarray, damping: float) -> np.ndarray:
    lower = np.zeros_like(normal)
    for i in range(len(normal)):
        for j in range(i + 1):
            rest = normal[i, j]
            if i == j:
                rest = (1 + damping) * rest + 1e-6
            for k in range(j):
                rest -= lower[i, k] * lower[j, k]
            lower[i, j] = np.sqrt(max(rest, 1e-12)) if i == j else rest / lower[j, j]
    return lower
