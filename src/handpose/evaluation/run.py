"""`evaluation`: a run, or anybody's predictions, under the protocols; numbers, plots, pictures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from handpose.config import Config
from handpose.errors import HandposeError
from handpose.evaluation.coco_results import write_predictions
from handpose.evaluation.gather import Subject, gather, name_of_network
from handpose.evaluation.handedness import handedness_share
from handpose.evaluation.measure import measure
from handpose.evaluation.panels import draw_panels
from handpose.evaluation.plots import plot_curves, plot_keypoints
from handpose.evaluation.report import in_words, print_report
from handpose.evaluation.result import Result
from handpose.evaluation.store import curve_of, slug, write_results
from handpose.evaluation.worst import draw_worst
from handpose.files import check_writable
from handpose.records.locate import open_all
from handpose.records.reader import Records
from handpose.runs.results import results_folder

# A table of five protocols needs this; a file does not say how wide it is.
_WIDTH_OF_FILE = 160


def evaluation(config: Config) -> Path:
    """Measure `config.load_path`, or the file `config.predictions`, on the eval records.

    The folder of the results. Raises HandposeError when records, network or predictions are
    missing or do not fit, UsageError for flags that contradict the run.
    """
    records = open_all(config, "eval")
    folder = _folder(config)
    check_writable(folder)
    with _progress() as progress:
        subject = gather(config, records, _reporter(progress, "predict"))
        cases = progress.track(subject.cases, description="measure")
        results = [measure(predictions, protocol, config.seed) for protocol, predictions in cases]
        _write_plots(folder, subject, results, records)
        if config.plot_eval:
            out = Path(config.save_eval_plot_path or folder / "panels")
            draw_panels(out, subject.cases[0][1], records, _reporter(progress, "panels"))
    _write_numbers(folder, subject, results, config.seed)
    return folder


def _folder(config: Config) -> Path:
    # A misspelt file must not leave a folder behind that is named after it.
    if config.predictions and not Path(config.predictions).is_file():
        raise HandposeError(f"--predictions={config.predictions}: no such file")
    if config.save_result_path:
        return Path(config.save_result_path)
    name = "_".join([config.dataset_type, *dict.fromkeys(config.protocol)])
    if config.predictions:
        path = Path(config.predictions)
        return path.parent / f"{path.stem}_{name}"
    # One checkpoint's results are not the run's.
    checkpoint = name_of_network(config).partition("/")[2]
    return results_folder(config) / "_".join(filter(None, [name, checkpoint]))


def _write_plots(
    folder: Path, subject: Subject, results: Sequence[Result], records: Sequence[Records]
) -> None:
    run = subject.about["run"]
    curves = [curve_of(result, subject.about) for result in results]
    plot_curves(folder / "pck.png", curves, [run] * len(curves))
    plot_keypoints(folder / "keypoints.png", results, f"{run} on {subject.about['dataset']}")
    drawn = set()
    for result, (protocol, predictions) in zip(results, subject.cases, strict=True):
        # The variants of a protocol differ little: one sheet shows them.
        if protocol.name not in drawn:
            draw_worst(folder / f"worst_{slug(result)}.png", result, predictions, records)
            drawn.add(protocol.name)


def _write_numbers(folder: Path, subject: Subject, results: Sequence[Result], seed: int) -> None:
    about, predictions = subject.about, subject.cases[0][1]
    console = Console()
    console = console if console.is_terminal else Console(width=_WIDTH_OF_FILE)
    print_report(console, f"{about['run']} on {about['dataset']} eval", results)
    share = handedness_share(predictions, seed)
    if share:
        about = about | {"handedness": asdict(share[0]) | {"images": share[1]}}
        print(f"handedness right: {in_words(share[0], 3)}, n = {share[1]}")
    if not about["predictions"]:
        write_predictions(folder / "predictions.json", predictions)
    write_results(folder, results, about)
    print(f"results in {folder}")


def _progress() -> Progress:
    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    text, console = TextColumn("{task.description}"), Console(stderr=True)
    # Without a terminal a bar would leave an empty line before an error.
    quiet = not console.is_terminal
    return Progress(text, *columns, console=console, transient=True, disable=quiet)


def _reporter(progress: Progress, what: str) -> Callable[[int, int], None]:
    """A function that moves a bar; it is told how many images are done, of how many."""
    task = progress.add_task(what, total=None)

    def report(images: int, total: int) -> None:
        progress.update(task, advance=images, total=total)

    return report
