"""Maps of bones: where they are, how they fall off, what they count."""

import numpy as np
import pytest
from keras import ops

from handpose.config import Config
from handpose.hand import BONES
from handpose.models.bones import NAME, bone_loss, bone_maps
from handpose.models.build import build_model
from handpose.runs.weights import assign_weights, weights_of

INDEX_TIP_BONE = BONES.index((7, 8))


def a_hand():
    """Of 8 x 8 cells: all at (1.5, 4.5), the index DIP at (2.5, 2.5), its tip at (6.5, 2.5)."""
    keypoints = np.full((1, 21, 2), (1.5, 4.5), np.float32)
    keypoints[0, 7], keypoints[0, 8] = (2.5, 2.5), (6.5, 2.5)
    return keypoints / 8


def test_a_map_is_one_along_the_bone_and_falls_beside_it():
    bone = np.asarray(bone_maps(ops.convert_to_tensor(a_hand()), 8, 8))[0, ..., INDEX_TIP_BONE]
    np.testing.assert_allclose(bone[2, 2:7], 1.0, atol=1e-5)
    beside = np.exp(-1 / (2 * 0.7**2))  # a cell away
    np.testing.assert_allclose(bone[[1, 3], 4], beside, atol=1e-5)
    np.testing.assert_allclose(bone[2, [1, 7]], beside, atol=1e-5)
    np.testing.assert_allclose(bone[4, 4], beside**4, atol=1e-5)


def test_a_bone_without_length_is_a_dot():
    maps = np.asarray(bone_maps(ops.convert_to_tensor(a_hand()), 8, 8))[0]
    wrist_to_thumb = maps[..., BONES.index((0, 1))]
    assert np.unravel_index(wrist_to_thumb.argmax(), (8, 8)) == (4, 1)
    assert np.isfinite(maps).all()


def loss_of(logits, weight):
    batch = {"keypoints": a_hand() * 32, "weight": weight}
    return float(bone_loss(ops.convert_to_tensor(logits), batch, 32)[0])


def test_the_loss_is_least_for_the_right_maps():
    maps = np.clip(np.asarray(bone_maps(ops.convert_to_tensor(a_hand()), 8, 8)), 1e-4, 1 - 1e-4)
    right, weight = np.log(maps / (1 - maps)), np.ones((1, 21), np.float32)
    shifted, flat = np.roll(right, 2, axis=2), np.full_like(right, -3.0)
    assert loss_of(right, weight) < loss_of(flat, weight)
    assert loss_of(right, weight) < loss_of(shifted, weight)


def test_a_bone_counts_only_when_both_its_ends_do():
    weight = np.zeros((1, 21), np.float32)
    weight[0, [7, 8]] = 1.0
    logits = np.full((1, 8, 8, 20), -3.0, np.float32)
    changed = logits.copy()
    changed[..., [bone for bone in range(20) if bone != INDEX_TIP_BONE]] = 2.0
    assert loss_of(changed, weight) == pytest.approx(loss_of(logits, weight))
    changed[..., INDEX_TIP_BONE] = 2.0
    assert loss_of(changed, weight) > 2 * loss_of(logits, weight)
    assert loss_of(changed, np.eye(21, dtype=np.float32)[[7]]) == 0


UPRIGHT = {"network": "handnet", "crop_size": 64, "upright_size": 32}


def test_a_network_with_bones_takes_weights_without_and_gives_them():
    plain, taught = (build_model(Config(**UPRIGHT, bone_weight=w)).network for w in (0.0, 0.2))
    assert not any(name.startswith(NAME) for name in weights_of(plain))
    before = {name: weight.numpy() for name, weight in weights_of(taught).items()}
    arrays = {name: weight.numpy() + 1 for name, weight in weights_of(plain).items()}
    assign_weights(taught, arrays, "plain")
    after = {name: weight.numpy() for name, weight in weights_of(taught).items()}
    np.testing.assert_array_equal(after[f"{NAME}/kernel"], before[f"{NAME}/kernel"])
    np.testing.assert_array_equal(after["stem/kernel"], arrays["stem/kernel"])
    assign_weights(plain, after, "taught")


def test_bones_learn_in_the_upright_square():
    model = build_model(Config(**UPRIGHT, bone_weight=0.2))
    image = np.zeros((2, 64, 64, 3), np.float32)
    batch = {
        "image": image,
        "keypoints": np.random.default_rng(0).uniform(20, 44, (2, 21, 2)).astype(np.float32),
        "weight": np.ones((2, 21), np.float32),
        "handedness": np.zeros(2, np.int32),
        "present": np.ones(2, bool),
    }
    outputs = model.network(image)
    assert outputs["bones"].shape == (2, 8, 8, 20)
    assert model.losses(outputs, batch)["bones"].shape == (2,)
    assert "bones" not in model.predictor().output
