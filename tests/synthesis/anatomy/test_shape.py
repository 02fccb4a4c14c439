import numpy as np
import pytest
from hand_rigs import hand_asset

from handpose.synthesis.anatomy.shape import Shape, Traits, random_shape, shape_of, target_weights


def hand_length(shape: Shape) -> float:
    return float(np.linalg.norm(shape.marker("finger-3-4")))


def test_the_average_adult_hand_is_185_mm_long() -> None:
    assert hand_length(shape_of(hand_asset(), Traits())) == pytest.approx(0.185, abs=0.001)


def test_men_have_larger_hands_than_women_and_children_the_smallest() -> None:
    asset = hand_asset()
    man, woman, boy = (
        hand_length(shape_of(asset, traits))
        for traits in (Traits(male=1), Traits(male=0), Traits(male=1, age=-1))
    )
    assert man > woman + 0.005
    assert boy < woman


def test_targets_are_weighted_by_makehumans_rule() -> None:
    weights = target_weights(
        Traits(male=1, african=1, asian=0, caucasian=0, age=0.25, local={"r-hand-scale": -0.5})
    )
    nonzero = {name: weight for name, weight in weights.items() if weight > 0}
    assert nonzero == pytest.approx(
        {
            "african-male-young": 0.75,
            "african-male-old": 0.25,
            "universal-male-young-averagemuscle-averageweight": 0.75,
            "universal-male-old-averagemuscle-averageweight": 0.25,
            "r-hand-scale-decr": 0.5,
        }
    )


def test_every_weight_has_its_target() -> None:
    extremes = Traits(age=-0.5, muscle=0.5, weight=-0.5)
    assert set(target_weights(extremes)) <= set(hand_asset().target_names)


def test_the_hand_lies_in_its_own_right_handed_frame() -> None:
    shape = random_shape(hand_asset(), np.random.default_rng(0))
    middle, thumb = shape.marker("finger-3-1"), shape.marker("finger-1-2")
    np.testing.assert_allclose(middle[1:], 0, atol=1e-6)
    assert middle[0] > 0.05
    assert thumb[1] > 0.02
    # The elbow is behind the wrist.
    assert shape.marker("elbow")[0] < -0.15


def test_the_same_seed_is_the_same_person() -> None:
    one, same, other = (
        random_shape(hand_asset(), np.random.default_rng(seed)) for seed in (5, 5, 6)
    )
    np.testing.assert_array_equal(one.vertices, same.vertices)
    assert one.traits == same.traits
    assert np.abs(one.vertices - other.vertices).max() > 0.001


def test_hands_differ_as_much_as_peoples_do() -> None:
    rng = np.random.default_rng(1)
    lengths = [hand_length(random_shape(hand_asset(), rng, children=0)) for _ in range(200)]
    assert 0.165 < np.mean(lengths) < 0.195
    assert 0.005 < np.std(lengths) < 0.02


def test_no_children_when_none_are_wanted() -> None:
    rng = np.random.default_rng(2)
    ages = [random_shape(hand_asset(), rng, children=0, old=0).traits.age for _ in range(20)]
    assert ages == [0] * 20
