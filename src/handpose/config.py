"""Every option of the commands: default, meaning, unit, allowed values.

`Config` is frozen and is handed on explicitly. A YAML or JSON file overrides the defaults
(`--config=`), flags override the file. Unknown keys and impossible values are errors.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from handpose import shipped
from handpose.config_checks import check
from handpose.options import layers, option, resolve

DATASETS = (
    *("RHD", "RHD_slim", "STB", "STB_320", "RS_320"),
    *("FREIHAND", "COCO", "LABEL_STUDIO", "PHOTOS", "BOXES", "SYN", "SYN_LIVE"),
)
TASKS = ("landmarks", "detection")
NETWORKS = ("posenet", "handnet")
ENCODERS = ("fused", "lite0")
HEADS = ("dsnt", "heatmap", "simcc")
PROTOCOLS = ("hand3d", "mmpose", "real-photo")


@dataclass(frozen=True)
class Config:
    """All options of `train`, `evaluation`, `test`, `convert` and `data`."""

    # ---- What is learnt and measured
    task: str = option(
        "landmarks",
        "landmarks: a hand's keypoints in its crop; detection: where hands are in whole pictures",
        choices=TASKS,
    )

    # ---- Data
    data_path: str = option("../data/", "folder that holds the datasets, records and runs")
    dataset_type: str = option("RHD", "dataset to train or evaluate on", choices=DATASETS)
    dataset_list: str = option("RHD", "datasets to convert, separated by '/' or ','")
    dataset_path: str = option(
        "", "the dataset's folder (COCO, LABEL_STUDIO: a JSON file); empty: its place in data_path"
    )
    image_path: str = option(
        "", "COCO, LABEL_STUDIO: folder of the pictures; empty: beside the JSON file"
    )
    state: str = option("train", "part of the dataset", choices=("train", "eval"))
    random_split: bool = option(False, "STB: split single frames at random (leaks: see docs)")
    strict: bool = option(False, "stop at the first unreadable picture or bad label")
    shard: str = option("", "i/n: convert only the i-th of n parts (i from 0), for n machines")
    shard_size: int = option(1024, "samples in one record file", unit="samples", low=1)
    workers: int = option(0, "processes that convert; 0: one per core", low=0)
    seed: int = option(0, "seed of everything random", low=0, high=1e9)

    # ---- Hands rendered while the network trains (dataset_type=SYN_LIVE)
    synth_config: str = option("", "YAML or JSON file with options of `handpose synth`")
    synth_reuse: int = option(4, "how often a rendered picture is used", low=1)

    # ---- What the network sees
    crop: str = option("hand3d", "how the hand is cut out", choices=("hand3d", "box"))
    crop_size: int | None = option(
        None,
        "side of the network's input; None: 256 for posenet, 128 for handnet, 224 for detection",
        unit="px",
        low=32,
        high=1024,
    )
    box_scale: float = option(1.2, "side of the crop / side of the hand's box", low=0.1, high=10)
    sigma: float | None = option(
        None,
        "std of the Gaussian target; None: 25 for posenet, 8 for handnet",
        unit="px at crop 256",
        low=0.1,
    )
    train_vis: bool = option(True, "train on all keypoints; False: on visible ones only")

    # ---- Augmentation (only with augment=True)
    augment: bool = option(False, "vary the training pictures", old_names=("augument",))
    coord_uv_noise_sigma: float = option(
        0.0, "noise on the labels (the original's 2.5 hurt)", unit="px of the image", low=0
    )
    crop_center_noise_sigma: float = option(
        20.0, "noise on the centre of the crop", unit="px of the image", low=0
    )
    aug_rotation: float = option(180.0, "largest turn either way", unit="degrees", low=0, high=180)
    aug_scale: float = option(0.25, "largest change of size, as a fraction", low=0, high=0.9)
    aug_shift: float = option(0.08, "largest shift, as a fraction of the crop", low=0, high=0.5)
    aug_mirror: float = option(0.5, "share mirrored (a left hand becomes right)", low=0, high=1)
    aug_colour: float = option(0.3, "strength of brightness, contrast, tint", low=0, high=1)
    aug_hue: float = option(0.0, "share given any hue and saturation", low=0, high=1)
    aug_grey: float = option(0.1, "share turned grey", low=0, high=1)
    aug_blur: float = option(1.5, "largest std of the blur", unit="px at crop 128", low=0, high=8)
    aug_jpeg: int = option(40, "lowest JPEG quality; 100: none", low=5, high=100)
    aug_shrink: float = option(
        1.0,
        "most that a picture is shrunk before JPEG and enlarged again",
        unit="times",
        low=1,
        high=8,
    )
    aug_noise: float = option(0.04, "largest std of sensor noise, white = 1", low=0, high=1)
    aug_cutout: float = option(0.3, "largest side of a blank patch / crop", low=0, high=0.9)

    # ---- Network and losses
    network: str = option("posenet", "posenet (the original's) or handnet", choices=NETWORKS)
    encoder: str = option("fused", "handnet's encoder", choices=ENCODERS)
    upright_size: int = option(
        0,
        "handnet: side of the upright square that it turns the hand into; 0: it looks as cropped",
        unit="px",
        low=0,
        high=1024,
    )
    frozen_stages: int = option(
        0, "handnet: first stages of the encoder that keep their weights", low=0, high=7
    )
    frozen_coarse: bool = option(
        False, "handnet that turns hands upright: its first look keeps its weights"
    )
    frozen_norms: bool = option(
        False, "handnet: the encoder's normalisations keep their weights and statistics"
    )
    encoder_weights: str = option(
        "", "file that the encoder starts from, made by tools/convert_lite0.py; empty: none"
    )
    with_dsnt: bool = option(
        True, "DSNT coordinate regression; False: heat-maps", old_names=("with_dnst",)
    )
    head: str = option("", "dsnt, heatmap or simcc; empty: by with_dsnt", choices=("", *HEADS))
    dsnt_loss: str = option("mse", "distance in the DSNT loss", choices=("mse", "euclidean"))
    js_weight: float = option(1.0, "weight of the Jensen-Shannon regularisation", low=0)
    bone_weight: float = option(
        0.0, "weight of the bones' maps, learnt beside the keypoints (handnet)", low=0
    )
    score_weight: float = option(0.1, "weight of the score loss (handnet)", low=0)
    handedness_weight: float = option(0.05, "weight of the handedness loss (handnet)", low=0)
    presence_weight: float = option(0.05, "weight of the presence loss (handnet)", low=0)
    visible_weight: float = option(1.0, "weight of a visible keypoint", low=0)
    hidden_weight: float = option(1.0, "weight of a labelled but hidden keypoint", low=0)

    # ---- Training
    batch_size: int = option(8, "pictures in one step, over all devices", low=1)
    max_iter: int = option(30000, "steps of the training", unit="iterations", low=1)
    optimizer: str = option("adam", "optimiser", choices=("adam", "adamw"))
    weight_decay: float = option(1e-4, "decay of AdamW", low=0)
    schedule: str = option("steps", "learning-rate schedule", choices=("steps", "cosine"))
    lr: list[float] = option(
        [1e-4, 1e-5, 1e-6], "learning rates, one per stage; cosine starts from the first", low=0
    )
    lr_iter: list[int] = option(
        [10000, 20000], "where the next learning rate begins", unit="iterations", low=0
    )
    warmup_iter: int = option(0, "linear warm-up", unit="iterations", low=0)
    clip_norm: float = option(0.0, "largest global gradient norm; 0: no clipping", low=0)
    ema: float = option(0.0, "decay of the average of weights; 0: none", low=0, high=0.99999)
    mixed_precision: bool = option(False, "compute in float16 (GPU) or bfloat16 (CPU)")
    with_eval: bool = option(False, "evaluate while training, keep the best weights")
    eval_freq: int = option(0, "between evaluations; 0: snapshot_freq", unit="iterations", low=0)
    early_stopping: int = option(
        0, "evaluations without a better EPE before it stops; 0: never", low=0
    )
    show_loss_freq: int = option(1000, "between two log lines", unit="iterations", low=1)
    snapshot_freq: int = option(5000, "between checkpoints", unit="iterations", low=1)
    keep: int = option(3, "checkpoints kept besides the best", low=1)
    resume: bool = option(False, "go on with the run of this name where it stopped")
    train_marker: str = option("1", "mark in the run's name", old_names=("train_mark",))

    # ---- Evaluation and test
    protocol: list[str] = option(
        ["hand3d", "mmpose"], "protocols to report, see docs/metrics.md", choices=PROTOCOLS
    )
    predictions: str = option("", "score this COCO results JSON instead of a network")
    match_hands: bool = option(
        False, "predictions: any number of entries a picture, each hand takes the nearest one"
    )
    threshold: float | None = option(
        None,
        "detection: score from which a hand counts as found; test: how sure a hand must be; "
        f"None: {shipped.THRESHOLD} and {shipped.SURENESS}",
        low=0,
        high=1,
    )
    turns: int = option(1, "turns of the crop to measure at, in equal steps", low=1, high=360)
    plot_eval: bool = option(False, "write the four-panel picture of every image")
    test_data_path: str = option("", "pictures to test: a folder, a file or a glob")
    cropped: bool = option(
        False, "test: each picture is one hand and is not searched; handpose_tf.py: True"
    )
    detector: str = option("", "test: exported detector, .tflite or .onnx; empty: the shipped one")
    tiles: int = option(
        1,
        "detection, test: also look for hands in tiles x tiles parts of each picture, "
        "for small ones; 1: only in the whole",
        low=1,
        high=8,
    )

    # ---- Where things go (empty: inside the run's own folder)
    load_path: str = option(
        "",
        "run, run folder or weights to start from; shipped: the package's own; OriginPaper: "
        "hand3d's published ones; evaluation and test: a .tflite or .onnx file or shipped_int8 too",
    )
    snapshot_path: str = option("", "folder of the runs; empty: data_path/snapshots")
    logdir: str = option("", "TensorBoard logs; empty: in the run's folder")
    save_result_path: str = option("", "results; empty: in the run's folder")
    save_eval_plot_path: str = option("", "four-panel pictures; empty: beside the results")
    save_test_plot_path: str = option(
        "", "results of test; empty: in the run's folder, for a model file in the current folder"
    )

    # ---- Machine
    use_gpu: bool = option(True, "use GPUs when there are any")
    gpu_id: str = option("0", "which GPUs, like 0 or 0,1 (several: mirrored training)")

    def __post_init__(self) -> None:
        """Refuse combinations that cannot be."""
        check(self, DATASETS)

    @property
    def datasets_to_convert(self) -> list[str]:
        """The names in `dataset_list`."""
        return [name for name in self.dataset_list.replace(",", "/").split("/") if name]

    @property
    def machine(self) -> tuple[int, int]:
        """Which of how many machines converts here, from `shard`; (0, 1) when it is empty."""
        index, count = (self.shard or "0/1").split("/")
        return int(index), int(count)

    @property
    def input_size(self) -> int:
        """Side of the network's input, pixels."""
        network = "detector" if self.task == "detection" else self.network
        return self.crop_size or {"posenet": 256, "handnet": 128, "detector": 224}[network]

    @property
    def target_sigma(self) -> float:
        """Standard deviation of the Gaussian target, pixels of a 256-px crop."""
        return self.sigma or {"posenet": 25.0, "handnet": 8.0}[self.network]

    @property
    def least_score(self) -> float:
        """The detector's score, 0..1, from which a hand counts as found."""
        return shipped.THRESHOLD if self.threshold is None else self.threshold

    @property
    def least_sureness(self) -> float:
        """How sure, 0..1, detector and hand model together must be of a hand."""
        return shipped.SURENESS if self.threshold is None else self.threshold

    @property
    def head_name(self) -> str:
        """How coordinates are read: dsnt, heatmap or simcc."""
        return self.head or ("dsnt" if self.with_dsnt else "heatmap")

    @property
    def runs_folder(self) -> Path:
        """The folder that holds the runs."""
        return Path(self.snapshot_path or Path(self.data_path) / "snapshots")

    @property
    def records_folder(self) -> Path:
        """The folder that holds the TFRecords of every dataset."""
        return Path(self.data_path) / "TFRecords"

    def as_dict(self) -> dict[str, Any]:
        """Every key with its value, ready for YAML or JSON."""
        return dataclasses.asdict(self)

    def replace(self, **changes: Any) -> Config:
        """A copy with some keys changed; the same checks hold."""
        return resolve(Config, self.as_dict() | changes)


def load_config(flags: Mapping[str, Any]) -> Config:
    """The configuration of a command: defaults, then the file in `config`, then the flags.

    Raises UsageError (exit code 2) for anything that is not an option's key and value.
    """
    return resolve(Config, *layers(flags))
