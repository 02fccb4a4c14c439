"""The recipe of the shipped network: files that are understood, and that it was made by."""

from pathlib import Path

import pytest

from handpose import shipped
from handpose.config import Config, load_config
from handpose.options import layers, resolve
from handpose.runs.folder import read_config
from handpose.synthesis.options import SynthConfig

RECIPES = Path(__file__).resolve().parents[1] / "recipes"
# Where things lie is everybody's own affair.
ELSEWHERE = {"data_path", "encoder_weights", "snapshot_path", "train_marker", "logdir", "resume"}


def test_the_hands_are_options_of_synth():
    options = resolve(SynthConfig, *layers({"config": str(RECIPES / "hands.yaml")}))
    assert options.records
    assert options.absent > 0


@pytest.mark.skipif(not (shipped.FOLDER / shipped.RUN).exists(), reason="nothing is shipped")
def test_the_shipped_network_was_trained_as_its_recipe_says():
    recipe = load_config({"config": str(RECIPES / "network.yaml")}).as_dict()
    trained = read_config(shipped.run()).as_dict()
    different = {key for key, value in recipe.items() if trained[key] != value}
    assert different <= ELSEWHERE
    assert Config(**recipe).upright_size == 96
