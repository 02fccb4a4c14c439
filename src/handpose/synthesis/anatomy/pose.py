"""Pose: a gesture, a random pose or a grasp of one hand, settled so that nothing intersects."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from handpose.errors import UsageError, nearest
from handpose.hand import FINGERS, NUM_KEYPOINTS
from handpose.synthesis.anatomy.angles import varied
from handpose.synthesis.anatomy.contacts import Wish
from handpose.synthesis.anatomy.gestures import FOLDED, GESTURES, gesture_angles
from handpose.synthesis.anatomy.grasps import (
    GRASPS,
    Grasp,
    draw_size,
    grasp_angles,
    gripping,
    opened,
    place,
    solid_of,
)
from handpose.synthesis.anatomy.posed import HeldObject
from handpose.synthesis.anatomy.random_poses import random_angles
from handpose.synthesis.anatomy.rig import Rig
from handpose.synthesis.anatomy.solid import NOTHING
from handpose.synthesis.anatomy.solver import solve

RANDOM = "random"
NAMES = (RANDOM, *GESTURES, *GRASPS)
_TRIES = 6
_DEEPEST, _WORST_TOUCH = 0.003, 0.004  # metres; a pose beyond them is drawn again
_RANDOM_NOISE, _GRASP_NOISE = 0.3, 0.5
_FREELY = (0.5, 2.0)  # how much one person's version of a gesture differs, of the gesture's noise
_PRESSED = 0.001  # metres that two touching fingertips are nearer than their radii
_TIP_CAPSULES = {chain[-1]: 3 * place + 2 for place, chain in enumerate(FINGERS.values())}


@dataclass(frozen=True)
class Pose:
    """angles: (27,) degrees, inside the limits. held: the thing, in the right hand's frame.

    penetration: metres that flesh is in flesh or in a thing at most; contact_error: metres that
    touching keypoints are off at most.
    """

    name: str
    angles: np.ndarray
    held: HeldObject | None
    penetration: float
    contact_error: float

    def sound(self) -> bool:
        """Whether nobody would see the faults."""
        return self.penetration <= _DEEPEST and self.contact_error <= _WORST_TOUCH


def draw_name(
    rng: np.random.Generator, random_share: float, held_share: float, folded: float = 0.0
) -> str:
    """A pose's name: a grasp for `held_share`, no gesture for `random_share` of the rest.

    folded: a gesture with n folded fingers is 1 + n * folded times as likely as one with none.
    """
    if rng.random() < held_share:
        return str(rng.choice(list(GRASPS)))
    if rng.random() < random_share:
        return RANDOM
    # With equal weights numpy draws other gestures of the same seed than without any.
    return str(rng.choice(list(GESTURES), p=_likelihoods(folded) if folded else None))


def _likelihoods(folded: float) -> np.ndarray:
    fingers = [gesture.fingers for gesture in GESTURES.values()]
    weights = 1 + folded * np.array([sum(map(states.count, FOLDED)) for states in fingers])
    return weights / weights.sum()


def random_pose(name: str, rig: Rig, rng: np.random.Generator) -> Pose:
    """Somebody's version of a pose: the first sound one of a few, else the least bad.

    Raises UsageError for a name that is not in `NAMES`.
    """
    if name not in NAMES:
        raise UsageError(f"--gesture={name}: no such gesture; {nearest(name, NAMES)}")
    drawn: list[Pose] = []
    while len(drawn) < _TRIES and not any(pose.sound() for pose in drawn):
        drawn.append(_draw(name, rig, rng))
    return min(drawn, key=lambda pose: (not pose.sound(), _fault(pose)))


def _fault(pose: Pose) -> float:
    return pose.penetration / _DEEPEST + pose.contact_error / _WORST_TOUCH


def _draw(name: str, rig: Rig, rng: np.random.Generator) -> Pose:
    if name in GRASPS:
        return holding(name, GRASPS[name], rig, rng)
    if name in GESTURES:
        gesture = GESTURES[name]
        values = varied(gesture_angles(gesture), rng, gesture.noise * rng.uniform(*_FREELY))
        return _settled(name, _wish(values, *_touches(gesture.touch, rig, _PRESSED)), rig)
    values = varied(random_angles(rng), rng, _RANDOM_NOISE)
    return _settled(name, _wish(values), rig)


def _touches(
    touch: tuple[tuple[int, int], ...], rig: Rig, pressed: float
) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of keypoints (c, 2) and how far apart (c,) they are when their flesh touches.

    pressed: metres by which they are nearer than that.
    """
    pairs = np.array(touch, np.int64).reshape(-1, 2)
    flesh = np.zeros(NUM_KEYPOINTS)
    for tip, capsule in _TIP_CAPSULES.items():
        flesh[tip] = rig.capsules.radii[capsule]
    return pairs, flesh[pairs].sum(axis=1) - pressed


def holding(name: str, grasp: Grasp, rig: Rig, rng: np.random.Generator) -> Pose:
    """A hand that closes about a thing of a grasp's kind and size; the pose bears `name`."""
    size = draw_size(grasp, rig, rng)
    wish = _wish(
        varied(grasp_angles(grasp, size), rng, _GRASP_NOISE),
        *_touches(grasp.touch, rig, _PRESSED - size[2]),
    )
    if grasp.touch:
        # The pads first make room for the thing, which is then put between them.
        wish = wish._replace(guess=solve(wish, rig.skeleton, rig.capsules).angles)
    else:
        wish = wish._replace(guess=opened(wish.angles))
    held = place(grasp, size, wish.guess, rig, rng)
    wish = wish._replace(solid=solid_of(held), grip=gripping(grasp))
    return _settled(name, wish, rig, held)


def _wish(
    values: np.ndarray, touch: np.ndarray | None = None, gap: np.ndarray | None = None
) -> Wish:
    return Wish(
        angles=np.radians(values),
        guess=np.radians(values),
        touch=np.zeros((0, 2), np.int64) if touch is None else touch,
        gap=np.zeros(0) if gap is None else gap,
        solid=NOTHING,
        grip=np.zeros(5),
    )


def _settled(name: str, wish: Wish, rig: Rig, held: HeldObject | None = None) -> Pose:
    solved = solve(wish, rig.skeleton, rig.capsules)
    values = np.degrees(solved.angles)
    if held is not None:
        held = replace(held, centre=held.centre + solved.shift)
    return Pose(name, values, held, solved.penetration, solved.contact_error)
