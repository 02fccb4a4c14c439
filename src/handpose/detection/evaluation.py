"""`evaluation --task=detection`: a run or an exported file on whole pictures."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.progress import track

import handpose
from handpose import shipped
from handpose.config import Config
from handpose.detection.answers import Answers, Truth, answers_of
from handpose.detection.boxes_file import read_boxes, tell_strangers
from handpose.detection.judge import compiled
from handpose.detection.measure import measure
from handpose.detection.photographs import with_flesh
from handpose.detection.report import print_report, write_found, write_results
from handpose.detection.sheet import draw_hands
from handpose.detection.whole_pictures import whole_pictures
from handpose.evaluation.networks import name_of_network
from handpose.files import check_writable
from handpose.inference.card import Card
from handpose.inference.detections import Detections
from handpose.inference.detector import detect
from handpose.inference.model import SUFFIXES, Model, open_model
from handpose.models.detector.decode import MOST
from handpose.pictures import write_picture
from handpose.records.locate import BOXES
from handpose.runs.results import results_folder
from handpose.runs.weights import load_trained

# A picture's name and the RGB picture (h, w, 3) to what is found in it.
DetectIn = Callable[[str, np.ndarray], Detections]
# A picture's name, (height, width), true hands and what the detector finds.
Found = tuple[str, tuple[int, int], Truth, Detections]


def evaluation(config: Config) -> Path:
    """Measure the detector `config.load_path`, or the boxes in `config.predictions`; the results.

    Empty ones mean the shipped detector. Raises HandposeError when detector or pictures are
    missing or cannot be used, UsageError for flags that contradict the detector.
    """
    theirs = read_boxes(Path(config.predictions)) if config.predictions else {}
    detect_in, about = _of_file(config, theirs) if config.predictions else _of_model(config)
    folder = _place(config)
    found = list(_found(config, detect_in, folder))
    names, sizes, truths, detections = zip(*found, strict=True)
    tell_strangers(config.predictions, theirs, names)
    answers = answers_of(names, detections, truths, sizes)
    _report(config, folder, answers, list(sizes), about)
    return folder


def _of_file(config: Config, theirs: Mapping[str, Detections]) -> tuple[DetectIn, dict[str, Any]]:
    about = {"run": Path(config.predictions).stem, "predictions": config.predictions}
    return lambda name, _: theirs.get(name, Detections.none()), about


def _of_model(config: Config) -> tuple[DetectIn, dict[str, Any]]:
    model, about = _open(config)

    def detect_in(_: str, image: np.ndarray) -> Detections:
        found = detect(model, image, config.tiles).chosen(slice(MOST))
        by_people = config.dataset_type == BOXES
        return with_flesh(found, (image.shape[0], image.shape[1])) if by_people else found

    return detect_in, about


def _open(config: Config) -> tuple[Model, dict[str, Any]]:
    """The detector, and what to say of it."""
    file = _exported_file(config)
    if file is not None:
        model = open_model(file, task="detection")
        crc = zlib.crc32(file.read_bytes())
        return model, _about(file.stem, model, crc) | {"exported_from": model.card.source}
    loaded: tuple[Any, Config] = load_trained(config)
    trained, merged = loaded
    crc = 0
    for weights in trained.network.get_weights():
        crc = zlib.crc32(weights.tobytes(), crc)
    card = Card(merged.input_size, merged.box_scale, task="detection")
    model = Model(compiled(trained), card)
    return model, _about(name_of_network(config), model, crc)


def _about(run: str, model: Model, crc: int) -> dict[str, Any]:
    return {"run": run, "size": model.card.input_size, "crc32": f"{crc:08x}"}


def _exported_file(config: Config) -> Path | None:
    path = shipped.detector(config.load_path)
    return path if path.suffix in SUFFIXES else None


def _place(config: Config) -> Path:
    file = None if config.predictions else _exported_file(config)
    named = f"{config.dataset_type}_detection"
    if config.save_result_path:
        folder = Path(config.save_result_path)
    elif config.predictions:
        folder = Path(f"evaluation_{Path(config.predictions).stem}_{named}")
    elif file is not None:
        # A model file may lie where no results belong, as the shipped one does.
        folder = Path(f"evaluation_{file.stem}_{named}")
    else:
        checkpoint = name_of_network(config).partition("/")[2]
        folder = results_folder(config) / "_".join(filter(None, [named, checkpoint]))
    check_writable(folder)
    return folder


def _found(config: Config, detect_in: DetectIn, folder: Path) -> Iterator[Found]:
    """What is found in every picture; drawn into it too, with `plot_eval`."""
    pictures, total = whole_pictures(config)
    console = Console(stderr=True)
    quiet = not console.is_terminal
    shown = track(pictures, "detect", total, console=console, transient=True, disable=quiet)
    for number, (name, image, truth) in enumerate(shown):
        detections = detect_in(name, image)
        if config.plot_eval:
            out = Path(config.save_eval_plot_path or folder / "panels")
            plain = re.sub(r"[^\w-]+", "_", name)[-80:]
            drawn = draw_hands(image, detections, truth, config.least_score)
            write_picture(out / f"{number:06d}_{plain}.png", drawn)
        yield name, (image.shape[0], image.shape[1]), truth, detections


def _report(
    config: Config,
    folder: Path,
    answers: Answers,
    sizes: list[tuple[int, int]],
    about: dict[str, Any],
) -> None:
    measured = measure(answers, config.least_score)
    about = about | {
        "dataset": config.dataset_type,
        "state": "eval",
        "load_path": config.load_path,
        "handpose": handpose.__version__,
    }
    console = Console()
    print_report(console, f"{about['run']} on {config.dataset_type} eval", measured)
    write_found(folder / "predictions.json", answers, sizes)
    write_results(folder, measured, about)
    print(f"results in {folder}")
