"""Whole trainings of a tiny network: what they leave behind and what stops them."""

import numpy as np
import pytest
from tiny import events, same_checkpoints, scalars

from handpose.errors import HandposeError
from handpose.models import build
from handpose.runs import checkpoints
from handpose.runs.checkpoints import (
    checkpoint_files,
    newest_checkpoint,
)
from handpose.runs.folder import folder_of_today
from handpose.training.loop import train


def test_a_run_holds_its_configuration_checkpoints_and_logs(config, capsys):
    run = train(config.replace(keep=2))
    assert {path.name for path in run.iterdir()} == {
        "config.yaml", "run.json", "checkpoints", "logs",
    }  # fmt: skip
    assert [path.stem for path in checkpoint_files(run)] == [
        "iteration_00000004", "iteration_00000006",
    ]  # fmt: skip
    captured = capsys.readouterr()
    assert captured.out == f"the run is in {run}\n"
    lines = captured.err.splitlines()
    assert [line.split("  ")[0] for line in lines] == [f"iteration {i}/6" for i in (2, 4, 6)]
    assert lines[-1].endswith("0:00:00 left")


def test_tensorboard_gets_losses_rate_speed_and_pictures(config):
    run = train(config.replace(lr=[1e-2, 1e-3], lr_iter=[4]))
    curves = scalars(run)
    assert curves["training/learning_rate"] == pytest.approx({2: 1e-2, 4: 1e-2, 6: 1e-3})
    assert {"loss/total", "loss/coordinate", "loss/js", "training/images_s"} <= curves.keys()
    total, parts = curves["loss/total"][6], ("loss/coordinate", "loss/js")
    assert total == pytest.approx(sum(curves[part][6] for part in parts), rel=1e-5)
    plugins = {
        value.metadata.plugin_data.plugin_name for e in events(run) for value in e.summary.value
    }
    assert "images" in plugins


def test_training_lowers_the_loss(config):
    curves = scalars(train(config.replace(max_iter=40, show_loss_freq=10, snapshot_freq=40)))
    assert curves["loss/total"][40] < 0.8 * curves["loss/total"][10]


def test_the_same_seed_gives_the_same_weights_and_another_seed_others(trained, config):
    same_checkpoints(newest_checkpoint(train(config)), newest_checkpoint(trained))
    kernel = build.build_model(config).network.get_layer("stem").kernel.numpy()
    other = build.build_model(config.replace(seed=1)).network.get_layer("stem").kernel.numpy()
    assert (kernel != other).all()


def test_a_run_is_not_written_over(finished, config):
    with pytest.raises(HandposeError, match=r"--resume=True.*--train_marker"):
        train(config)


def test_load_path_starts_a_new_run_from_old_weights(finished, config):
    frozen = config.replace(train_marker="2", lr=[0.0], ema=0.9, load_path=finished.name)
    new, old = newest_checkpoint(train(frozen)), newest_checkpoint(finished)
    for name in ("stem/kernel", "maps/kernel", "maps/bias"):
        np.testing.assert_array_equal(new.weights[name], old.weights[name])
        np.testing.assert_allclose(new.average[name], old.weights[name], rtol=1e-6)


def test_old_weights_of_another_network_are_one_line_and_start_no_run(finished, config):
    with pytest.raises(HandposeError, match="weights of another network than posenet"):
        train(config.replace(train_marker="2", network="posenet", load_path=finished.name))
    assert list(config.runs_folder.iterdir()) == [finished]


def test_a_loss_that_is_no_number_stops_and_keeps_the_last_good_checkpoint(config):
    with pytest.raises(HandposeError, match=r"iteration 4: the loss '.*' is nan; try a lower --lr"):
        train(config.replace(lr=[1e-2, 1e30], lr_iter=[2]))
    run = folder_of_today(config.replace(lr=[1e-2]))
    assert np.isfinite(newest_checkpoint(run).weights["stem/kernel"]).all()


def test_a_full_disk_stops_and_leaves_the_checkpoint_before(config, monkeypatch):
    savez = np.savez

    def full_from_the_second_on(path, **arrays):
        if "00000004" in path.name:
            raise OSError(28, "No space left on device")
        savez(path, **arrays)

    monkeypatch.setattr(checkpoints.np, "savez", full_from_the_second_on)
    with pytest.raises(HandposeError, match="No space left on device"):
        train(config)
    monkeypatch.setattr(checkpoints.np, "savez", savez)
    assert newest_checkpoint(folder_of_today(config)).iteration == 2


@pytest.mark.parametrize("policy", ["mixed_bfloat16", "mixed_float16"])
def test_mixed_precision_trains_float32_weights(policy, config, monkeypatch):
    monkeypatch.setattr(build, "_mixed_policy", lambda: policy)
    run = train(config.replace(mixed_precision=True, clip_norm=1.0, max_iter=8))
    newest = newest_checkpoint(run)
    assert newest.weights["stem/kernel"].dtype == np.float32
    assert scalars(run)["loss/total"][8] < scalars(run)["loss/total"][2]
    train(config.replace(mixed_precision=True, clip_norm=1.0, max_iter=8, resume=True))


def test_missing_records_start_no_run(config):
    with pytest.raises(HandposeError, match="handpose convert --dataset_list=STB --state=train"):
        train(config.replace(dataset_type="STB"))
    assert not config.runs_folder.exists()
