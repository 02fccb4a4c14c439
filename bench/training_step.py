"""How fast does HandNet train, beside a MobileNetV2 of the same size?

    python bench/training_step.py [--size=128] [--batch=32] [--rounds=5] [--cores=2]

Prints parameters, multiply-accumulates and training images a second (forward, gradients, Adam)
of HandNet with both encoders, and of Keras' MobileNetV2 (alpha 1) with pooling and a dense layer
to 42 coordinates, in turns, and HandNet's ratio to it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import fire
from measure import images_per_second, in_turns, show, show_ratio, use_cores

from handpose.config import Config
from handpose.quiet import start_tensorflow

Step = Callable[[dict[str, Any]], int]


def main(size: int = 128, batch: int = 32, rounds: int = 5, cores: int = 2) -> None:
    """Print costs, rates and ratios."""
    use_cores(cores)
    start_tensorflow()
    config = Config(network="handnet", crop_size=size, batch_size=batch)
    steps = {
        "handnet fused": handnet_step(config),
        "handnet lite0": handnet_step(config.replace(encoder="lite0")),
        "mobilenetv2": mobilenet_step(config),
    }
    jobs = {name: job(step, fixed_batch(config)) for name, step in steps.items()}
    rates = in_turns(jobs, rounds)
    for name, values in rates.items():
        show(name, values)
    show_ratio("fused / mobilenetv2", rates["handnet fused"], rates["mobilenetv2"], wanted=1)
    show_ratio("lite0 / mobilenetv2", rates["handnet lite0"], rates["mobilenetv2"], wanted=1)


def job(step: Step, batch: dict[str, Any]) -> Callable[[], float]:
    step(batch)

    def run() -> float:
        step(batch)
        return images_per_second(lambda: sum(step(batch) for _ in range(10)))

    return run


def fixed_batch(config: Config) -> dict[str, Any]:
    """A batch of random pictures with every keypoint labelled."""
    import tensorflow as tf

    count, size = config.batch_size, config.input_size
    generator = tf.random.Generator.from_seed(0)
    return {
        "image": generator.uniform((count, size, size, 3), 0, 255),
        "keypoints": generator.uniform((count, 21, 2), 0, size),
        "weight": tf.ones((count, 21)),
        "handedness": tf.ones(count, tf.int32),
        "present": tf.ones(count, tf.bool),
    }


def handnet_step(config: Config) -> Step:
    """HandNet with its own heads and losses."""
    from handpose.models.build import build_model
    from handpose.models.losses import total

    model = build_model(config)

    def loss(batch: dict[str, Any]) -> Any:
        outputs = model.network(batch["image"], training=True)
        return total(model.losses(outputs, batch), config)

    print_cost(f"handnet {config.encoder}", model.network)
    return compiled(model.network, loss)


def mobilenet_step(config: Config) -> Step:
    """MobileNetV2 with a mean square loss of 42 coordinates."""
    import keras

    size = config.input_size
    backbone = keras.applications.MobileNetV2((size, size, 3), 1.0, False, None, pooling="avg")
    network = keras.Model(backbone.input, keras.layers.Dense(42)(backbone.output))

    def loss(batch: dict[str, Any]) -> Any:
        target = keras.ops.reshape(batch["keypoints"] / size, (-1, 42))
        predicted = network(batch["image"] / 127.5 - 1, training=True)
        return keras.ops.mean(keras.ops.square(predicted - target), axis=-1)

    print_cost("mobilenetv2", network)
    return compiled(network, loss)


def compiled(network: Any, loss: Callable[[dict[str, Any]], Any]) -> Step:
    """A step that trains the network on a batch and returns how many images it had."""
    import keras
    import tensorflow as tf

    optimiser = keras.optimizers.Adam(1e-4)
    optimiser.build(network.trainable_variables)

    @tf.function
    def train(batch: dict[str, Any]) -> Any:
        with tf.GradientTape() as tape:
            mean = tf.reduce_mean(loss(batch))
        gradients = tape.gradient(mean, network.trainable_variables)
        optimiser.apply(gradients, network.trainable_variables)
        return mean

    def step(batch: dict[str, Any]) -> int:
        float(train(batch))  # waits for the result
        return len(batch["image"])

    return step


def print_cost(name: str, network: Any) -> None:
    from handpose.models.cost import multiply_accumulates, parameters

    cost = multiply_accumulates(network) / 1e9
    print(f"{name:24} {parameters(network) / 1e6:.2f} M parameters, {cost:.3f} GMAC")


if __name__ == "__main__":
    fire.Fire(main)
