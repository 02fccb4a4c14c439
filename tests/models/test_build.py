"""Networks with their heads: decoding, learning, precision, saving."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from handpose.config import Config
from handpose.errors import UsageError
from handpose.models.build import build_model
from handpose.models.frame import transform
from handpose.models.handnet import freeze
from handpose.models.losses import total

SIZE = 32
COMBINATIONS = [
    (network, head) for network in ("posenet", "handnet") for head in ("dsnt", "heatmap", "simcc")
]
EACH = pytest.mark.parametrize(("network", "head"), COMBINATIONS)


def config_of(network, head="dsnt", **options):
    return Config(network=network, head=head, crop_size=SIZE, **options)


def a_batch(size=SIZE):
    rng = np.random.default_rng(0)
    return {
        "image": tf.constant(rng.uniform(0, 255, (2, size, size, 3)), tf.float32),
        "keypoints": tf.constant(rng.uniform(4, size - 4, (2, 21, 2)), tf.float32),
        "weight": tf.constant(rng.integers(0, 2, (2, 21)), tf.float32),
        "handedness": tf.constant([1, -1]),
        "present": tf.constant([True, True]),
    }


@EACH
def test_decoding_gives_plain_units(network, head):
    model = build_model(config_of(network, head))
    decoded = model.decode(model.network(a_batch()["image"]))
    shapes = {name: tuple(value.shape) for name, value in decoded.items()}
    assert shapes == {"keypoints": (2, 21, 2), "scores": (2, 21), "handedness": (2,),
                      "presence": (2,)}  # fmt: skip
    for name in ("scores", "handedness", "presence"):
        assert 0 <= np.min(decoded[name]) <= np.max(decoded[name]) <= 1
    assert 0 <= np.min(decoded["keypoints"]) <= np.max(decoded["keypoints"]) <= SIZE


@EACH
def test_the_predictor_is_the_network_and_its_decoding_in_one(network, head):
    model = build_model(config_of(network, head))
    image = a_batch()["image"]
    apart, together = model.decode(model.network(image)), model.predictor()(image)
    assert apart.keys() == together.keys()
    for name, value in apart.items():
        np.testing.assert_allclose(together[name], value, atol=1e-4)


def losses_over_steps(model, config, steps):
    batch, variables = a_batch(config.input_size), model.network.trainable_variables
    optimizer = keras.optimizers.Adam(1e-3 if config.network == "handnet" else 1e-4)
    losses = []
    for _ in range(steps):
        with tf.GradientTape() as tape:
            named = model.losses(model.network(batch["image"], training=True), batch)
            loss = tf.reduce_mean(total(named, config))
        optimizer.apply(tape.gradient(loss, variables), variables)
        losses.append(float(loss))
    return losses


@EACH
def test_a_few_steps_reduce_the_loss(network, head):
    config = config_of(network, head)
    losses = losses_over_steps(build_model(config), config, 4)
    assert np.isfinite(losses).all()
    # PoseNet, deep and without normalisation, starts slowly, but every step leads down.
    assert losses[-1] < 0.97 * losses[0] if network == "handnet" else (np.diff(losses) < 0).all()


@EACH
def test_every_weight_learns(network, head):
    config = config_of(network, head)
    model, batch = build_model(config), a_batch()
    with tf.GradientTape() as tape:
        named = model.losses(model.network(batch["image"], training=True), batch)
        loss = tf.reduce_mean(total(named, config))
    gradients = tape.gradient(loss, model.network.trainable_variables)
    for variable, gradient in zip(model.network.trainable_variables, gradients, strict=True):
        assert gradient is not None, variable.path
        assert np.isfinite(gradient).all(), variable.path


def test_posenet_says_nothing_of_handedness():
    model = build_model(config_of("posenet"))
    decoded = model.decode(model.network(a_batch()["image"]))
    np.testing.assert_array_equal(decoded["handedness"], [0.5, 0.5])
    np.testing.assert_array_equal(decoded["presence"], [1, 1])
    assert set(model.losses(model.network(a_batch()["image"]), a_batch())) == {"coordinate", "js"}


def test_handnet_names_all_its_losses():
    model = build_model(config_of("handnet"))
    losses = model.losses(model.network(a_batch()["image"]), a_batch())
    assert set(losses) == {"coordinate", "js", "score", "handedness", "presence"}
    assert all(loss.shape == (2,) for loss in losses.values())
    assert losses["handedness"][1] == 0  # unknown


UPRIGHT = {"network": "handnet", "crop_size": 64, "upright_size": 32}


def upright_config():
    return Config(**UPRIGHT, frozen_stages=1)


def test_turning_upright_decodes_and_learns_in_pixels_of_the_crop():
    model = build_model(upright_config())
    batch = a_batch(64)
    outputs = model.network(batch["image"])
    assert outputs["stages"][0].shape == outputs["coarse"].shape == (2, 8, 8, 21)
    inner, _ = model.head.decode(outputs["stages"])
    decoded = model.decode(outputs)["keypoints"]
    np.testing.assert_allclose(decoded, transform(outputs["frame"], inner), atol=1e-3)
    assert set(model.losses(outputs, batch)) == {
        *("coordinate", "js", "coarse_coordinate", "coarse_js"),
        *("score", "handedness", "presence"),
    }


def test_turning_upright_every_weight_learns_and_the_loss_falls():
    config = upright_config()
    model = build_model(config)
    losses = losses_over_steps(model, config, 6)
    assert np.isfinite(losses).all()
    assert losses[-1] < 0.97 * losses[0]


def frozen_layers(stages=0, coarse=False, norms=False):
    network = build_model(upright_config()).network
    freeze(network, stages, coarse, norms)
    return {layer.name for layer in network.layers if not layer.trainable}


def test_frozen_stages_keep_their_weights():
    frozen = frozen_layers(stages=1)
    assert {"stem", "block0_1_project_norm"} <= frozen
    assert all(name.startswith(("stem", "block0_")) for name in frozen)


def test_a_frozen_first_look_keeps_its_weights():
    frozen = frozen_layers(coarse=True)
    assert {"coarse_stem", "coarse_maps"} <= frozen
    assert all(name.startswith("coarse") for name in frozen)


def test_frozen_normalisations_are_the_encoders_alone():
    frozen = frozen_layers(norms=True)
    assert {"stem_norm", "block0_1_project_norm"} <= frozen
    assert all(name.startswith(("stem", "block")) for name in frozen)
    assert all(name.endswith("_norm") for name in frozen)


def test_a_frozen_normalisation_keeps_its_statistics_and_its_kernel_learns():
    config = upright_config()
    model = build_model(config)
    freeze(model.network, 0, coarse=False, norms=True)
    before = {weight.path: weight.numpy() for weight in model.network.weights}
    losses_over_steps(model, config, 2)
    moved = {w.path for w in model.network.weights if (w.numpy() != before[w.path]).any()}
    assert "stem/kernel" in moved
    assert not [path for path in moved if path.startswith("stem_norm")]
    assert "coarse_stem_norm/moving_mean" in moved


def test_what_a_network_lacks_cannot_be_frozen():
    network = build_model(config_of("posenet")).network
    with pytest.raises(UsageError, match=r"--frozen_stages=2: posenet has no such .*=handnet"):
        freeze(network, 2, coarse=False)
    with pytest.raises(UsageError, match=r"--frozen_coarse: posenet has no such .*upright_size"):
        freeze(network, 0, coarse=True)
    with pytest.raises(UsageError, match=r"--frozen_norms: posenet has no such .*=handnet"):
        freeze(network, 0, coarse=False, norms=True)


@pytest.mark.parametrize("network", ["posenet", "handnet"])
def test_mixed_precision_computes_in_half_and_answers_in_full(network):
    config = config_of(network, mixed_precision=True)
    model = build_model(config)
    inner = next(layer for layer in model.network.layers if isinstance(layer, keras.layers.Conv2D))
    assert inner.compute_dtype in ("bfloat16", "float16")
    assert inner.variable_dtype == "float32"
    outputs = model.network(a_batch()["image"])
    for value in tf.nest.flatten(outputs) + tf.nest.flatten(model.predictor()(a_batch()["image"])):
        assert value.dtype == tf.float32
        assert np.isfinite(value).all()
    assert keras.config.dtype_policy().name == "float32"


# Keras asks TensorFlow's variables for numpy arrays in a way that numpy 2 warns of.
KERAS_SAVES = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")


@KERAS_SAVES
@pytest.mark.parametrize(
    "options",
    [
        {"network": "posenet"},
        {"network": "handnet"},
        {"network": "handnet", "head": "simcc"},
        UPRIGHT,
    ],
)
def test_saved_and_loaded_it_answers_the_same(options, tmp_path):
    model = build_model(Config(**({"crop_size": SIZE} | options)))
    model.network.save(tmp_path / "network.keras")
    loaded = keras.saving.load_model(tmp_path / "network.keras")
    image = a_batch(model.size)["image"]
    for one, other in zip(
        tf.nest.flatten(model.network(image)), tf.nest.flatten(loaded(image)), strict=True
    ):
        np.testing.assert_allclose(one, other, atol=1e-5)


@KERAS_SAVES
def test_weights_go_from_one_seed_to_another(tmp_path):
    one, other = (build_model(config_of("handnet", seed=seed)) for seed in (1, 2))
    one.network.save_weights(tmp_path / "a.weights.h5")
    other.network.load_weights(tmp_path / "a.weights.h5")
    for left, right in zip(one.network.get_weights(), other.network.get_weights(), strict=True):
        np.testing.assert_array_equal(left, right)
