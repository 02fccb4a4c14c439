"""`evaluation`: a run, or anybody's predictions, under the protocols; numbers, plots, pictures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from handpose.config import Config
from handpose.evaluation.beside import Beside, beside
from handpose.evaluation.coco_results import write_predictions
from handpose.evaluation.gather import Subject, gather
from handpose.evaluation.measure import measure
from handpose.evaluation.panels import draw_panels
from handpose.evaluation.place import place_of_results
from handpose.evaluation.plots import plot_curves, plot_keypoints, plot_scores
from handpose.evaluation.report import print_report, print_scores, print_turns
from handpose.evaluation.result import Result
from handpose.evaluation.store import curve_of, slug, write_results
from handpose.evaluation.worst import draw_worst
from handpose.files import check_writable
from handpose.records.locate import open_all
from handpose.records.reader import Records

# A table of five protocols needs this; a file does not say how wide it is.
_WIDTH_OF_FILE = 160


def evaluation(config: Config) -> Path:
    """Measure `config.load_path`, or the file `config.predictions`, on the eval records.

    An empty load path means the shipped network. The folder of the results. Raises HandposeError
    when records, network or predictions are missing or do not fit, UsageError for flags that
    contradict the network.
    """
    records = open_all(config, "eval")
    folder = place_of_results(config)
    check_writable(folder)
    with _progress() as progress:
        subject = gather(config, records, _reporter(progress, "predict"))
        cases = progress.track(subject.cases, description="measure")
        results = [measure(predictions, protocol, config.seed) for protocol, predictions in cases]
        found = beside(subject, results, config.seed)
        _write_plots(folder, subject, results, found)
        _write_worst(folder, subject, results, records)
        if config.plot_eval:
            out = Path(config.save_eval_plot_path or folder / "panels")
            draw_panels(out, subject.cases[0][1], records, _reporter(progress, "panels"))
    _print(subject, results, found)
    _write_numbers(folder, subject, results, found)
    return folder


def _title(subject: Subject) -> str:
    return f"{subject.about['run']} on {subject.about['dataset']}"


def _write_plots(folder: Path, subject: Subject, results: Sequence[Result], found: Beside) -> None:
    curves = [curve_of(result, subject.about) for result in results]
    plot_curves(folder / "pck.png", curves, [subject.about["run"]] * len(curves))
    plot_keypoints(folder / "keypoints.png", results, _title(subject))
    if found.scores:
        plot_scores(folder / "score.png", found.scores, _title(subject))


def _write_worst(
    folder: Path, subject: Subject, results: Sequence[Result], records: Sequence[Records]
) -> None:
    drawn = set()
    for result, (protocol, predictions) in zip(results, subject.cases, strict=True):
        # The variants of a protocol differ little: one sheet shows them.
        if protocol.name not in drawn:
            draw_worst(folder / f"worst_{slug(result)}.png", result, predictions, records)
            drawn.add(protocol.name)


def _print(subject: Subject, results: Sequence[Result], found: Beside) -> None:
    console = Console()
    console = console if console.is_terminal else Console(width=_WIDTH_OF_FILE)
    print_report(console, f"{_title(subject)} eval", results)
    if found.turns:
        print_turns(console, found.turns)
    if found.scores:
        print_scores(console, found.scores)
    for line in found.lines():
        print(line)


def _write_numbers(
    folder: Path, subject: Subject, results: Sequence[Result], found: Beside
) -> None:
    if not subject.about["predictions"]:
        write_predictions(folder / "predictions.json", subject.cases[0][1])
    write_results(folder, results, subject.about | found.content())
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
