"""The recipe of the shipped network: files that are understood, and that belong to it."""

from pathlib import Path

from handpose import shipped
from handpose.config import load_config
from handpose.inference.model import open_model
from handpose.options import layers, resolve
from handpose.runs.folder import read_config
from handpose.synthesis.options import SynthConfig

RECIPES = Path(__file__).resolve().parents[1] / "recipes"
# What makes a network's weights fit, and what its numbers were measured with.
NETWORK = ("network", "encoder", "head", "crop_size", "sigma", "crop", "box_scale")


def test_the_hands_are_options_of_synth():
    options = resolve(SynthConfig, *layers({"config": str(RECIPES / "hands.yaml")}))
    assert options.records
    assert options.absent > 0


def test_the_recipe_trains_on_from_the_shipped_network():
    recipe = load_config({"config": str(RECIPES / "network.yaml")})
    trained = read_config(shipped.run("landmarks"))
    assert {key: getattr(trained, key) for key in NETWORK} == {
        key: getattr(recipe, key) for key in NETWORK
    }
    assert trained.upright_size, "weights of networks that turn hands upright fit at any size"
    assert recipe.upright_size


def test_the_detectors_recipe_looks_at_pictures_of_the_shipped_ones_size():
    recipe = load_config({"config": str(RECIPES / "detector.yaml")})
    assert recipe.task == "detection"
    card = open_model(shipped.detector(), task="detection").card
    assert recipe.input_size == card.input_size
