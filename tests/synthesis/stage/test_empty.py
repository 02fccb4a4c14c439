"""A stage without a hand: people in over half, things in half, never a hand in the mask."""

from collections import Counter

import numpy as np
import pytest

from handpose.synthesis.options import SynthConfig
from handpose.synthesis.stage.empty import empty_stage

COUNT = 200


@pytest.fixture(name="stages", scope="module")
def _stages():
    options = SynthConfig(tone_low=2.0, tone_high=3.0)
    return [empty_stage(options, np.random.default_rng((7, seed))) for seed in range(COUNT)]


def test_no_stage_has_a_hand(stages):
    for stage in stages:
        assert stage.hands == ()
        assert stage.attributes["gesture"] == stage.attributes["hand"] == "none"
        assert set(stage.mesh.label) <= {0, 1}


def test_people_and_things_have_their_shares(stages):
    people = Counter(stage.attributes["person"] for stage in stages)
    things = Counter(stage.attributes["things"] == "none" for stage in stages)
    # 60 % and 50 %, by three standard errors of 3.5 %.
    assert 0.5 < people["True"] / COUNT < 0.7
    assert 0.4 < things[True] / COUNT < 0.6


def test_the_mask_and_the_attributes_know_of_a_person(stages):
    for stage in stages:
        with_person = stage.attributes["person"] == "True"
        assert (1 in stage.mesh.label) == with_person
        assert ("tone" in stage.attributes) == ("age" in stage.attributes) == with_person
        assert not with_person or 2 <= stage.attributes["tone"] <= 3


def test_some_stages_are_bare(stages):
    bare = [stage for stage in stages if not len(stage.mesh.vertices)]
    assert bare
    for stage in bare:
        assert stage.attributes["person"] == "False"
        assert stage.attributes["things"] == "none"
        assert len(stage.skins) == 1, "the renderer wants a table"
