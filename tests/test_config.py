"""The configuration: the original's keys and defaults, and what cannot be."""

import pytest

from handpose.config import Config, load_config
from handpose.errors import UsageError


@pytest.mark.parametrize(
    ("key", "default"),
    [
        ("data_path", "../data/"),
        ("target_sigma", 25),
        ("box_scale", 1.2),
        ("train_vis", True),
        ("augment", False),
        ("crop_center_noise_sigma", 20),
        ("batch_size", 8),
        ("lr", [1e-4, 1e-5, 1e-6]),
        ("lr_iter", [10000, 20000]),
        ("max_iter", 30000),
        ("with_eval", False),
        ("show_loss_freq", 1000),
        ("snapshot_freq", 5000),
        ("plot_eval", False),
        ("input_size", 256),
    ],
)
def test_defaults_are_the_originals(key, default):
    assert getattr(Config(), key) == default


def test_label_noise_is_off_since_it_hurt():
    assert Config().coord_uv_noise_sigma == 0


@pytest.mark.parametrize(("old", "new"), [("with_dnst", "with_dsnt"), ("augument", "augment")])
def test_old_spellings_are_taken(old, new):
    assert getattr(load_config({old: True}), new) is True
    assert getattr(load_config({old: False}), new) is False


def test_the_marker_has_an_old_spelling_and_may_be_a_number():
    assert load_config({"train_mark": 2}).train_marker == "2"


@pytest.mark.parametrize(
    ("given", "size"),
    [({}, 256), ({"network": "handnet"}, 128), ({"network": "handnet", "crop_size": 160}, 160)],
)
def test_the_input_size_follows_the_network(given, size):
    assert load_config(given).input_size == size


@pytest.mark.parametrize(
    ("given", "head"),
    [({}, "dsnt"), ({"with_dsnt": False}, "heatmap"), ({"head": "simcc"}, "simcc")],
)
def test_the_head_follows_with_dsnt_unless_it_is_named(given, head):
    assert load_config(given).head_name == head


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"crop_size": 100}, "--crop_size=100: a multiple of 32 expected"),
        ({"upright_size": 80}, "--upright_size=80: a multiple of 32 expected"),
        (
            {"upright_size": 96, "crop_size": 96},
            "--crop_size=96: a multiple of 64 expected with upright_size, "
            "which looks at half of it first",
        ),
        ({"lr": [1e-4]}, "--lr=[0.0001]: 3 rates expected, one more than lr_iter"),
        ({"lr_iter": [9, 3]}, "--lr_iter=[9, 3]: rising iterations expected"),
        (
            {"turns": 8, "predictions": "theirs.json"},
            "--turns=8: needs a network; drop it or --predictions",
        ),
        (
            {"frozen_norms": True},
            "--frozen_norms: needs --encoder_weights or --load_path to start from",
        ),
    ],
)
def test_combinations_that_cannot_be_are_refused(given, message):
    with pytest.raises(UsageError) as caught:
        load_config(given)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("shard", "2/2", "i/n with i from 0 to n-1 expected, like 0/4"),
        ("shard", "1", "i/n with i from 0 to n-1 expected, like 0/4"),
        ("shard", "0/0", "i/n with i from 0 to n-1 expected, like 0/4"),
        ("shard", "0/2/3", "i/n with i from 0 to n-1 expected, like 0/4"),
        ("dataset_list", "RHD/STB320", "no such dataset; did you mean STB_320?"),
        ("train_marker", "../1", "letters, digits, '.', '_' and '-' expected"),
        ("train_marker", "a b", "letters, digits, '.', '_' and '-' expected"),
        ("train_marker", "", "letters, digits, '.', '_' and '-' expected"),
        ("gpu_id", "one", "numbers expected, like 0 or 0,1"),
        ("gpu_id", "0;1", "numbers expected, like 0 or 0,1"),
        ("gpu_id", "-1", "numbers expected, like 0 or 0,1"),
    ],
)
def test_a_text_that_no_command_could_use_is_refused_at_once(key, value, expected):
    with pytest.raises(UsageError) as caught:
        load_config({key: value})
    assert str(caught.value) == f"--{key}={value}: {expected}"


def test_no_dataset_at_all_is_refused():
    with pytest.raises(UsageError, match=r"--dataset_list=/: no such dataset; known: BOXES, COCO"):
        load_config({"dataset_list": "/"})


def test_the_shard_says_which_of_how_many_machines_converts():
    assert Config().machine == (0, 1)
    assert Config(shard="1/3").machine == (1, 3)


def test_a_seed_fits_into_every_generator():
    with pytest.raises(UsageError, match="--seed=99999999999999999999: 0 to 1e\\+09 expected"):
        load_config({"seed": 99999999999999999999})


def test_runs_lie_in_the_data_folder_unless_told_otherwise(tmp_path):
    assert Config(data_path=str(tmp_path)).runs_folder == tmp_path / "snapshots"
    assert Config(snapshot_path=str(tmp_path)).runs_folder == tmp_path


def test_a_configuration_survives_being_written_and_read():
    config = Config(network="handnet", lr=[2e-3], lr_iter=[])
    assert load_config(config.as_dict()) == config


def test_one_threshold_is_of_the_detectors_score_or_of_both_networks_together():
    assert (Config().least_score, Config().least_sureness) == (0.38, 0.45)
    given = Config(threshold=0.0)
    assert (given.least_score, given.least_sureness) == (0.0, 0.0)
