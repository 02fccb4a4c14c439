"""`handpose demo`: the whole job on embedded pictures, from records to a tested network."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from handpose.config import Config
from handpose.errors import UsageError
from handpose.options import option


@dataclass(frozen=True)
class DemoConfig:
    """Options of `demo`."""

    out: str = option("demo", "folder that it makes; what an earlier demo left there goes")
    max_iter: int = option(800, "steps of the training", unit="iterations", low=1)
    crop_size: int = option(64, "side of the network's input", unit="px", low=32, high=256)
    pictures: int = option(12, "pictures to test on", low=1, high=80)
    seed: int = option(0, "seed of everything random", low=0)


def demo(options: DemoConfig) -> None:
    """Make records, train with DSNT, evaluate, test on pictures; then say what to open."""
    out = _empty_folder(Path(options.out))
    config = _settings(options, out)
    _convert(config)
    run = _train(config)
    config = config.replace(load_path=str(run))
    results = _evaluate(config)
    pictures = _test(config, out / "pictures", options.pictures)
    _say_what_to_open(run, results, pictures)


MARK = ".handpose-demo"


def _empty_folder(out: Path) -> Path:
    """`out`, emptied when an earlier demo made it; anybody else's folder is left alone."""
    import shutil

    if out.exists() and any(out.iterdir()) and not (out / MARK).exists():
        raise UsageError(f"--out={out}: holds files that are not a demo's; name a new folder")
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    (out / MARK).touch()
    return out


def _settings(options: DemoConfig, out: Path) -> Config:
    return Config(
        data_path=str(out / "data"),
        dataset_type="DRAWN",
        dataset_list="DRAWN",
        workers=1,  # so few pictures are done before other processes have started
        network="handnet",
        crop_size=options.crop_size,
        batch_size=16,
        max_iter=options.max_iter,
        schedule="cosine",
        lr=[4e-3],
        lr_iter=[],
        warmup_iter=max(1, options.max_iter // 20),
        show_loss_freq=max(1, options.max_iter // 8),
        snapshot_freq=options.max_iter,
        train_marker="demo",
        seed=options.seed,
        **_LIGHT_AUGMENTATION,
    )


# The drawn hands vary little, and a short training has no time for more.
_LIGHT_AUGMENTATION: dict[str, Any] = {
    "augment": True,
    "crop_center_noise_sigma": 8.0,
    "aug_rotation": 15.0,
    "aug_scale": 0.2,
    "aug_colour": 0.2,
    "aug_blur": 0.7,
    "aug_jpeg": 100,
    "aug_noise": 0.02,
    "aug_cutout": 0.15,
}


def _convert(config: Config) -> None:
    from handpose.records.convert import convert

    for state in ("train", "eval"):
        convert(config.replace(state=state))


def _train(config: Config) -> Path:
    from handpose.training.loop import train

    return train(config)


def _evaluate(config: Config) -> Path:
    from handpose.evaluation.run import evaluation

    return evaluation(config.replace(state="eval"))


def _test(config: Config, folder: Path, count: int) -> Path:
    from handpose.datasets.registry import open_dataset
    from handpose.inference.pictures import test

    folder.mkdir()
    dataset = open_dataset("DRAWN", config)
    for key in dataset.keys("eval")[:count]:
        sample = dataset.sample("eval", key)
        (folder / f"{Path(sample.name).stem}.png").write_bytes(sample.image)
    return test(config.replace(test_data_path=str(folder)))


def _say_what_to_open(run: Path, results: Path, pictures: Path) -> None:
    print("\nOpen:")
    print(f"  {pictures}  pictures with the hands that were found")
    print(f"  {results}  numbers and plots")
    print(f"  {run}  the run: configuration, weights, logs (tensorboard --logdir {run})")
