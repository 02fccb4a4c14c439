"""Is the input pipeline fast enough to feed the training?

    python bench/pipeline.py [--images=256] [--rounds=5] [--batch=32] [--encoder=fused] [--cores=2]

Prints how many images a second come out of the pipeline alone (320x320 noisy PNG records, crop
and full augmentation) and how many HandNet at 128 trains on, in turns, and their ratio.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import fire
from measure import images_per_second, in_turns, show, show_ratio, use_cores

from handpose.config import Config
from handpose.quiet import start_tensorflow


def main(images: int = 256, rounds: int = 5, batch: int = 32, encoder: str = "fused",
         cores: int = 2) -> None:  # fmt: skip
    """Print both rates and their ratio."""
    use_cores(cores)
    start_tensorflow()
    config = Config(network="handnet", encoder=encoder, augment=True, batch_size=batch)
    with tempfile.TemporaryDirectory() as folder:
        jobs = {"pipeline": pipeline_job(config, folder, images), "training": training_job(config)}
        rates = in_turns(jobs, rounds)
    for name, values in rates.items():
        show(name, values)
    show_ratio("pipeline / training", rates["pipeline"], rates["training"], wanted=4)


def pipeline_job(config: Config, folder: str, images: int):
    from noisy_hands import write_records

    from handpose.pipeline.batches import training_batches

    batches = training_batches(config, [write_records(Path(folder), images)])

    def run() -> float:
        # A new iterator each time: the old one's would go on filling its buffers meanwhile.
        stream = iter(batches)
        for _ in range(8):
            next(stream)
        return images_per_second(lambda: sum(len(next(stream)["image"]) for _ in range(40)))

    return run


def training_job(config: Config):
    from training_step import fixed_batch, handnet_step

    step, batch = handnet_step(config), fixed_batch(config)
    step(batch)

    def run() -> float:
        step(batch)
        return images_per_second(lambda: sum(step(batch) for _ in range(10)))

    return run


if __name__ == "__main__":
    fire.Fire(main)
