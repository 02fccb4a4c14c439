"""Rendered hands of 320x320 with sensor noise: their PNGs are as large as photographs are."""

from __future__ import annotations

import os
from itertools import cycle, islice
from pathlib import Path
from pickle import dumps

from handpose.datasets.rhd import Rhd
from handpose.records.reader import Records
from handpose.safe_pickle import load
from handpose.synthesis.dataset.generate import generate
from handpose.synthesis.options import SynthConfig
from handpose.synthesis.scene import render_sample


def write_rhd(root: Path, count: int, distinct: int) -> int:
    """RHD_published_v2/training of `count` pictures, `distinct` of them; returns their bytes."""
    rendered = min(distinct, count)
    generate(SynthConfig(n=rendered, n_eval=0, out=str(root), noise=8.0), render_sample)
    folder = root / "training"
    for number in range(rendered, count):
        for kind in ("color", "mask"):
            original = folder / kind / f"{number % rendered:05d}.png"
            os.link(original, folder / kind / f"{number:05d}.png")
    pickle = folder / "anno_training.pickle"
    labels = load(pickle)
    pickle.write_bytes(dumps({n: labels[n % rendered] for n in range(count)}, protocol=2))
    return sum(path.stat().st_size for path in (folder / "color").iterdir())


def write_records(folder: Path, count: int, distinct: int = 64) -> Records:
    """One record file of `count` noisy hands, `distinct` of them."""
    from handpose.records.writer import write_shard

    root = folder / "RHD_published_v2"
    write_rhd(root, min(distinct, count), distinct)
    dataset, path = Rhd(root), folder / "00000-of-00001.tfrecord"
    write_shard(path, dataset, "train", islice(cycle(dataset.keys("train")), count))
    return Records("RHD", "train", folder, (path,), count)
