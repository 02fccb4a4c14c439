"""Error on photographs against the hours of a training, from the checkpoints of its run.

    python bench/learning_curve.py ../data/snapshots/RUN --data_path=../data [--out=curve]

Needs a run that kept its checkpoints (`--keep`) and the records of the photographs (`handpose
convert --dataset_list=PHOTOS --state=eval`). Each checkpoint is measured under `real-photo`, at
the crop of 1.25 and of 1.5 long sides. Hours are counted from the run's start to the time at
which a checkpoint was written, so a training that was stopped in between shows a gap.
"""

from __future__ import annotations

import csv
import datetime
import json
from pathlib import Path

import fire
from matplotlib.figure import Figure

from handpose.config import Config
from handpose.evaluation.measure import measure
from handpose.evaluation.predict import compiled, predict_with
from handpose.evaluation.protocols import chosen
from handpose.models.build import PoseModel
from handpose.quiet import start_tensorflow
from handpose.records.locate import open_all
from handpose.records.reader import Records
from handpose.runs.checkpoints import checkpoint_files, read_checkpoint
from handpose.runs.weights import assign_weights, load_trained

Point = dict[str, float]


def main(run: str, data_path: str = "../data", out: str = "learning_curve") -> None:
    """Write `out`.csv and `out`.png."""
    start_tensorflow()
    config = Config(data_path=data_path, dataset_type="PHOTOS", load_path=run, batch_size=32)
    records, (model, config) = open_all(config, "eval"), load_trained(config)
    began = datetime.datetime.fromisoformat(
        json.loads((Path(run) / "run.json").read_text(encoding="utf-8"))["started"]
    ).timestamp()
    points = [
        {"hours": (path.stat().st_mtime - began) / 3600} | measured(model, path, config, records)
        for path in checkpoint_files(Path(run))
    ]
    write(Path(out), points)


def measured(model: PoseModel, path: Path, config: Config, records: list[Records]) -> Point:
    """One checkpoint's iteration, and its nEPE by protocol and source."""
    checkpoint = read_checkpoint(path)
    assign_weights(model.network, checkpoint.best_use, path)
    point: Point = {"iteration": checkpoint.iteration}
    for protocol in chosen(["real-photo"]):
        found = predict_with(compiled(model), protocol.cropped(config), records)
        for row in measure(found, protocol, config.seed).rows:
            if row.kind in ("macro", "source"):
                name = row.group if row.kind == "source" else "macro mean"
                point[f"{name} {protocol.variant}"] = row.numbers["nepe"].value
    print(", ".join(f"{key} {value:.3f}" for key, value in point.items()), flush=True)
    return point


def write(out: Path, points: list[Point]) -> None:
    """A table and a picture of the points."""
    with out.with_suffix(".csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, points[0])
        writer.writeheader()
        writer.writerows({k: f"{v:.4f}".rstrip("0").rstrip(".") for k, v in p.items()}
                         for p in points)  # fmt: skip
    figure = Figure(figsize=(7, 4.5), layout="constrained")
    axes = figure.add_subplot()
    for name in [key for key in points[0] if key.endswith(" 1.25")]:
        hours = [point["hours"] for point in points]
        axes.plot(hours, [point[name] for point in points], marker=".", label=name[:-5])
    axes.set(xlabel="hours of training", ylabel="nEPE, real-photo 1.25", ylim=(0, None))
    axes.grid(alpha=0.3)
    axes.legend(fontsize=8)
    figure.savefig(out.with_suffix(".png"), dpi=110)


if __name__ == "__main__":
    fire.Fire(main)
