"""A process that trains with others: `replica.py cluster|mirrored CONFIG.json`.

cluster: one worker of the cluster that TF_CONFIG names. mirrored: two logical processors of
this process; prints the first loss and both copies of the moving mean after it, as JSON.
"""

import json
import sys
from pathlib import Path

import tensorflow as tf
from tiny import tiny_network, tiny_network_without_norm

from handpose.config import Config
from handpose.models import build
from handpose.records.locate import open_all
from handpose.training.devices import Devices
from handpose.training.feed import distributed_batches
from handpose.training.loop import train
from handpose.training.state import new_state
from handpose.training.step import training_step


def cluster(config: Config) -> None:
    build.NETWORKS["handnet"] = tiny_network_without_norm
    train(config)


def mirrored(config: Config) -> None:
    processor = tf.config.list_physical_devices("CPU")[0]
    two = [tf.config.LogicalDeviceConfiguration()] * 2
    tf.config.set_logical_device_configuration(processor, two)
    build.NETWORKS["handnet"] = tiny_network
    devices = Devices(tf.distribute.MirroredStrategy(["CPU:0", "CPU:1"]))
    with devices.strategy.scope():
        state = new_state(config, devices.replicas)
    batches = distributed_batches(config, open_all(config, "train"), devices, 0)
    losses = training_step(state, devices.strategy, config)(next(batches), 0, 0.01)
    means = state.model.network.get_layer("norm").moving_mean.value.values
    print(json.dumps({"losses": losses, "means": [mean.numpy().tolist() for mean in means]}))


if __name__ == "__main__":
    settings = Config(**json.loads(Path(sys.argv[2]).read_text(encoding="utf-8")))
    {"cluster": cluster, "mirrored": mirrored}[sys.argv[1]](settings)
