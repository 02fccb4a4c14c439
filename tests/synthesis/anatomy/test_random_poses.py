from collections.abc import Callable

import numpy as np
import pytest

from handpose.synthesis.anatomy.angles import ABDUCTION, HIGH, LOW, MCP, PIP
from handpose.synthesis.anatomy.gestures import FINGER_STATES, GESTURES, gesture_angles
from handpose.synthesis.anatomy.random_poses import between, curled, mixed, random_angles

Way = Callable[[np.random.Generator], np.ndarray]


def drawn(way: Way, number: int = 600) -> np.ndarray:
    rng = np.random.default_rng(0)
    return np.stack([way(rng) for _ in range(number)])


@pytest.mark.parametrize("way", [curled, mixed, between])
def test_random_hands_bend_about_as_far_as_hands_can(way: Way) -> None:
    values = drawn(way)
    assert np.abs(values - np.clip(values, LOW, HIGH)).mean() < 1
    assert np.ptp(values[:, PIP], axis=0).min() > 80


def test_neighbouring_fingers_curl_alike() -> None:
    curl = np.corrcoef(drawn(curled)[:, PIP].T)
    assert curl[0, 1] > curl[0, 3] + 0.1
    assert curl[0, 3] > 0.1


def test_mixed_fingers_do_not_care_for_their_neighbours() -> None:
    values = drawn(mixed)
    assert abs(np.corrcoef(values[:, PIP].T)[0, 1]) < 0.15
    # At rest a finger's angle depends on which one it is.
    states = {angles[0] for state, angles in FINGER_STATES.items() if state != "r"}
    assert states <= set(values[:, MCP[0]])


def test_mixed_fingers_spread_more_and_less_than_any_gesture_does() -> None:
    index, middle = drawn(mixed)[:, ABDUCTION[:2]].T
    apart = index - middle
    spread = [gesture_angles(gesture)[ABDUCTION] for gesture in GESTURES.values()]
    assert apart.max() > max(angles[0] - angles[1] for angles in spread)
    assert apart.min() < min(angles[0] - angles[1] for angles in spread)


def test_a_hand_between_two_gestures_is_neither(monkeypatch: pytest.MonkeyPatch) -> None:
    only = {name: GESTURES[name] for name in ("open", "fist")}
    monkeypatch.setattr("handpose.synthesis.anatomy.random_poses.GESTURES", only)
    ends = [gesture_angles(gesture)[PIP] for gesture in only.values()]
    pip = drawn(between)[:, PIP]
    assert pip.min() >= np.min(ends)
    assert pip.max() <= np.max(ends)
    on_the_way = (pip > np.min(ends) + 10) & (pip < np.max(ends) - 10)
    assert on_the_way.any(axis=1).mean() > 0.3
    # Some fingers are ahead of the others.
    assert np.ptp(pip[on_the_way.all(axis=1)], axis=1).mean() > 5


def test_every_way_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    for number, name in enumerate(("curled", "mixed", "between")):
        answer = np.full(27, float(number))
        monkeypatch.setattr(
            f"handpose.synthesis.anatomy.random_poses.{name}", lambda rng, answer=answer: answer
        )
    assert set(drawn(random_angles)[:, 0]) == {0.0, 1.0, 2.0}
