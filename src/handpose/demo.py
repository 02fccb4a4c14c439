"""`handpose demo`: the whole job on hands that it renders, from records to a tested network."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from handpose.config import Config
from handpose.demo_options import DemoConfig
from handpose.errors import UsageError
from handpose.evaluation.run import evaluation
from handpose.files import check_writable
from handpose.inference.pictures import test
from handpose.synthesis.dataset.command import write_records
from handpose.synthesis.dataset.rendering import Rendering
from handpose.synthesis.options import SynthConfig
from handpose.synthesis.scene import render_sample
from handpose.training.loop import train

MARK = ".handpose-demo"


def demo(options: DemoConfig) -> None:
    """Render hands into records, train with DSNT, evaluate, test; then say what to open.

    Raises UsageError when the folder holds anything but an earlier demo.
    """
    out = _empty_folder(Path(options.out))
    hands, config = _hands(options, out), _settings(options, out)
    write_records(hands)
    run = train(config)
    trained = config.replace(load_path=str(run), cropped=True)
    numbers = evaluation(trained.replace(save_result_path=str(out / "numbers")))
    asked = str(_pictures(options, hands, out))
    found = test(trained.replace(test_data_path=asked, save_test_plot_path=str(out / "found")))
    _say_what_to_open(found, numbers, run)


def _empty_folder(out: Path) -> Path:
    """`out`, emptied when an earlier demo made it; anybody else's folder is left alone."""
    if out.is_file() or (out.exists() and any(out.iterdir()) and not (out / MARK).exists()):
        raise UsageError(f"--out={out}: holds files that are not a demo's; name a new folder")
    shutil.rmtree(out, ignore_errors=True)
    check_writable(out)
    (out / MARK).touch()
    return out


def _hands(options: DemoConfig, out: Path) -> SynthConfig:
    """Open hands seen from in front: few and alike enough for a training of a minute."""
    return SynthConfig(
        n=options.hands,
        n_eval=max(options.pictures, options.hands // 10),
        out=str(out / "data" / "SYN"),
        seed=options.seed,
        side=160,
        size_low=150,
        gesture="open",
        egocentric=0.0,
        third_person=1.0,
        held_object=0.0,
        occluder=0.0,
        second_hand=0.0,
        truncated=0.0,
        distractors=0.0,
    )


def _settings(options: DemoConfig, out: Path) -> Config:
    return Config(
        data_path=str(out / "data"),
        dataset_type="SYN",
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


# These hands vary little, and a short training has no time for more.
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


def _pictures(options: DemoConfig, hands: SynthConfig, out: Path) -> Path:
    """A folder of hands that the network was not trained on, as plain picture files."""
    folder = out / "pictures"
    folder.mkdir()
    dataset = Rendering(hands, render_sample)
    for key in dataset.keys("eval")[: options.pictures]:
        sample = dataset.sample("eval", key)
        (folder / Path(sample.name).name).write_bytes(sample.image)
    return folder


def _say_what_to_open(found: Path, numbers: Path, run: Path) -> None:
    print("\nOpen:")
    for meaning, path in (
        ("hands found in pictures", found / "pictures"),
        ("curve of correct keypoints", numbers / "pck.png"),
        ("the 16 worst pictures", numbers / "worst_hand3d-part.png"),
        ("all numbers", numbers),
        ("the run: configuration, weights, logs", run),
    ):
        print(f"  {meaning:<38}{path}")
    print(f"\nCurves of the training: tensorboard --logdir {run}")
