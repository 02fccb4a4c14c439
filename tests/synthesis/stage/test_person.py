from collections import Counter
from functools import cache

import numpy as np
import pytest

from handpose.synthesis.anatomy.shape import Traits
from handpose.synthesis.stage.person import (
    CLOTH,
    EYE,
    FILE,
    HAIR,
    IRIS,
    SKIN,
    Person,
    PersonAsset,
    load_person,
    random_person,
)


@cache
def asset() -> PersonAsset:
    return load_person()


def somebody(seed: int = 0, **traits: float) -> Person:
    return random_person(asset(), Traits(**traits), np.random.default_rng(seed))


def directed_edges(triangles: np.ndarray) -> Counter:
    pairs = np.stack([triangles, np.roll(triangles, -1, axis=1)], axis=-1).reshape(-1, 2)
    return Counter(map(tuple, pairs.tolist()))


def test_the_file_is_small() -> None:
    assert FILE.stat().st_size < 700_000


def test_nobody_looks_into_the_body() -> None:
    edges = directed_edges(asset().triangles)
    assert max(edges.values()) == 1
    assert all((b, a) in edges for a, b in edges)


def test_triangles_face_outwards() -> None:
    for part in (SKIN, CLOTH, EYE):
        chosen = asset().triangles[np.isin(asset().part, (part, IRIS if part == EYE else part))]
        a, b, c = np.moveaxis(asset().vertices[chosen], 1, 0)
        assert (a * np.cross(b, c)).sum() > 0


def test_a_head_is_above_the_shoulders_and_eyes_look_ahead() -> None:
    person = somebody()
    assert person.head[1] > person.shoulders[:, 1].max() + 0.1
    assert person.shoulders[0, 0] > 0.1
    assert person.shoulders[1, 0] < -0.1
    iris = asset().vertices[asset().triangles[asset().part == IRIS]].mean(axis=(0, 1))
    assert iris[2] > asset().pivots[0, 2] + 0.08


def test_hair_is_on_top_and_behind_and_not_on_the_face() -> None:
    # The head is turned; its own frame shows in the vertices at rest.
    part = somebody(1).part
    hair = asset().vertices[asset().triangles[part == HAIR]].mean(axis=1)
    lips = asset().vertices[asset().lips > 0.5]
    assert len(hair) > 300
    assert hair[:, 1].max() == pytest.approx(asset().vertices[:, 1].max(), abs=0.01)
    in_front = hair[hair[:, 2] > lips[:, 2].mean() - 0.03]
    assert (in_front[:, 1] > lips[:, 1].max() + 0.06).all()


def test_arms_hang_nearer_to_the_body_than_in_the_mesh() -> None:
    person = somebody()
    assert np.abs(person.vertices[:, 0]).max() < np.abs(asset().vertices[:, 0]).max() - 0.05


def test_children_are_smaller_and_women_narrower() -> None:
    def shoulders(**traits: float) -> float:
        return float(somebody(**traits).shoulders[0, 0])

    assert shoulders(age=-1) < shoulders(male=0) < shoulders(male=1)


def test_the_same_seed_is_the_same_person() -> None:
    np.testing.assert_array_equal(somebody(3).vertices, somebody(3).vertices)
    assert np.abs(somebody(3).vertices - somebody(4).vertices).max() > 0.001
