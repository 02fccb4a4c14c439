"""Two workers, or two devices of one, learn what one process learns from the same batch."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import tensorflow as tf
from tiny import scalars, tiny_config, tiny_network_without_norm

from handpose.errors import HandposeError, UsageError
from handpose.models import build
from handpose.records.locate import open_all
from handpose.runs.checkpoints import newest_checkpoint
from handpose.training.devices import open_devices
from handpose.training.feed import distributed_batches
from handpose.training.loop import train
from handpose.training.state import new_state
from handpose.training.step import training_step

SCRIPT = Path(__file__).with_name("replica.py")


def _start(mode, config, folder, tf_config="{}"):
    settings = folder / f"{mode}.json"
    settings.write_text(json.dumps(config.as_dict()), encoding="utf-8")
    return subprocess.Popen(
        [sys.executable, str(SCRIPT), mode, str(settings)],
        env={**os.environ, "PYTHONPATH": str(SCRIPT.parents[1]), "TF_CONFIG": tf_config},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def _finished(process):
    out, error = process.communicate(timeout=300)
    assert process.returncode == 0, error
    return out


def _free_ports(count):
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def _tf_config(ports, index):
    workers = [f"127.0.0.1:{port}" for port in ports]
    task = {"type": "worker", "index": index}
    return json.dumps({"cluster": {"worker": workers}, "task": task})


@pytest.mark.slow
def test_two_workers_learn_what_one_learns(records, tmp_path, monkeypatch):
    # A clipped gradient is another one unless the workers clip their sum.
    config = tiny_config(records, show_loss_freq=1, clip_norm=0.05, with_eval=True)
    together = config.replace(snapshot_path=str(tmp_path / "together"))
    ports = _free_ports(2)
    workers = [_start("cluster", together, tmp_path, _tf_config(ports, i)) for i in range(2)]
    monkeypatch.setitem(build.NETWORKS, "handnet", tiny_network_without_norm)
    alone = train(config.replace(snapshot_path=str(tmp_path / "alone")))
    printed = [_finished(worker) for worker in workers]
    run = tmp_path / "together" / alone.name
    assert printed == [f"the run is in {run}\n", ""]
    for tag in ("loss/total", "evaluation/epe_mean"):
        assert scalars(run)[tag] == pytest.approx(scalars(alone)[tag], rel=1e-5)
    found, expected = newest_checkpoint(run).weights, newest_checkpoint(alone).weights
    # The bias of the maps has no gradient but rounding, since a softmax takes no notice of it.
    for name in ("stem/kernel", "stem/bias", "maps/kernel"):
        np.testing.assert_allclose(found[name], expected[name], rtol=0, atol=1e-4)


@pytest.mark.slow
def test_two_devices_hold_the_same_statistics_as_one(config, tmp_path):
    process = _start("mirrored", config, tmp_path)
    devices = open_devices(config)
    state = new_state(config, 1)
    batches = distributed_batches(config, open_all(config, "train"), devices, 0)
    training_step(state, devices.strategy, config)(next(batches), 0, 0.01)
    expected = state.model.network.get_layer("norm").moving_mean.numpy()
    first, second = json.loads(_finished(process))["means"]
    assert first == second
    np.testing.assert_allclose(first, expected, rtol=1e-4, atol=1e-7)


def test_a_gpu_that_is_not_there_is_named(config, monkeypatch):
    monkeypatch.setattr(tf.config, "list_physical_devices", lambda kind: ["gpu"] * 2)
    with pytest.raises(HandposeError, match="--gpu_id=0,2: no GPU 2, GPUs 0 to 1 are here"):
        open_devices(config.replace(use_gpu=True, gpu_id="0,2"))


def test_without_any_gpu_the_default_trains_on_the_processor(config, monkeypatch):
    monkeypatch.setattr(tf.config, "list_physical_devices", lambda kind: [])
    assert open_devices(config.replace(use_gpu=True, gpu_id="0")).replicas == 1
    with pytest.raises(HandposeError, match="--gpu_id=1: no GPU 1, no GPU is here"):
        open_devices(config.replace(use_gpu=True, gpu_id="1"))


def test_gpus_are_numbers(config):
    with pytest.raises(UsageError, match="--gpu_id=first: numbers expected, like 0 or 0,1"):
        open_devices(config.replace(use_gpu=True, gpu_id="first"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "TF_CONFIG: cluster and task expected as JSON"),
        ('{"cluster": {"worker": ["a:1"]}}', "TF_CONFIG: cluster and task expected as JSON"),
        (
            '{"cluster": {"worker": ["a:1", "b:1"]}, "task": {"type": "worker", "index": 2}}',
            "TF_CONFIG: task worker 2 is none of the cluster's 2",
        ),
        (
            '{"cluster": {"worker": ["a:1"], "ps": ["b:1"]}, "task": {"type": "ps", "index": 0}}',
            "TF_CONFIG: task ps 0 is none of the cluster's 1",
        ),
    ],
)
def test_a_tf_config_that_cannot_be_is_one_line(text, message, config, monkeypatch):
    monkeypatch.setenv("TF_CONFIG", text)
    with pytest.raises(HandposeError, match=message):
        open_devices(config)


def test_a_cluster_of_one_is_no_cluster(config, monkeypatch):
    monkeypatch.setenv("TF_CONFIG", _tf_config([1], 0))
    devices = open_devices(config)
    assert (devices.workers, devices.chief, devices.replicas) == (1, True, 1)
