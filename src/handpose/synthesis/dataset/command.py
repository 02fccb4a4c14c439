"""`handpose synth`: a folder in RHD's layout, or TFRecords at once."""

from __future__ import annotations

from pathlib import Path

from handpose.config import Config
from handpose.quiet import start_tensorflow
from handpose.synthesis.dataset.generate import Render, generate
from handpose.synthesis.dataset.rendering import Rendering
from handpose.synthesis.options import SynthConfig
from handpose.synthesis.scene import render_sample

# A shard is what a stopped run renders again at most.
_SHARD = 256


def synth(options: SynthConfig) -> Path:
    """Render the dataset; the folder that holds it. Errors as of `generate` and `convert`."""
    return write_records(options) if options.records else generate(options, render_sample)


def write_records(options: SynthConfig, render: Render = render_sample) -> Path:
    """Render JPEG pictures straight into the records of SYN, in the folder beside `out`."""
    start_tensorflow()
    from handpose.records.convert import convert_dataset

    dataset = Rendering(options, render)
    config = Config(
        data_path=str(Path(options.out).parent),
        shard_size=_SHARD,
        workers=options.workers,
        seed=options.seed,
    )
    for state in ("train", "eval"):
        if options.count(state):
            convert_dataset(dataset, config.replace(state=state))
    return config.records_folder / dataset.name
