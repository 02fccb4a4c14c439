"""`handpose synth`: render a dataset in the layout of RHD; a stopped run goes on."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from rich.console import Console

from handpose import __version__
from handpose.errors import HandposeError, UsageError
from handpose.files import check_writable, write_json
from handpose.parallel import spread
from handpose.progress import image_bar
from handpose.synthesis.dataset.rhd_files import (
    FOLDERS,
    assemble,
    finished_numbers,
    write_part,
    write_pictures,
)
from handpose.synthesis.options import SynthConfig
from handpose.synthesis.rendered import Rendered

MANIFEST = "manifest.json"
_AT_ONCE = 24

Render = Callable[[SynthConfig, str, int], Rendered]


def generate(options: SynthConfig, render: Render) -> Path:
    """Render `training` and `evaluation` into `options.out`; the folder.

    render: what makes one picture of (options, state, number); it is sent to the workers.
    Pictures that are there already are kept. Raises UsageError when the folder holds
    pictures of other options or of somebody else, HandposeError when the disk refuses or a
    worker is killed.
    """
    out = Path(options.out)
    check_writable(out)
    _begin_manifest(out, options)
    console = Console(stderr=True)
    for state in FOLDERS:
        _generate_part(out / FOLDERS[state], options, state, render, console)
    counts = {folder: assemble(out / folder) for folder in FOLDERS.values()}
    write_json(out / MANIFEST, _manifest(options) | {"pictures": counts})
    console.print(f"{sum(counts.values())} pictures in {out}", markup=False, soft_wrap=True)
    return out


def _manifest(options: SynthConfig) -> dict[str, Any]:
    return {"handpose": __version__, "seed": options.seed, "options": options.look()}


def _begin_manifest(out: Path, options: SynthConfig) -> None:
    path, wanted = out / MANIFEST, _manifest(options)
    found = _options_of(path) if path.exists() else None
    # Options that made no picture, such as a mistyped gesture, bind nobody.
    if not any(finished_numbers(out / folder) for folder in FOLDERS.values()):
        write_json(path, wanted)
        return
    if found is None:
        raise UsageError(f"--out={out}: holds pictures that synth did not make; name a new folder")
    changed = [key for key, value in wanted["options"].items() if found.get(key) != value]
    if changed:
        raise UsageError(f"--out={out}: made with another {changed[0]}; name a new folder")


def _options_of(manifest: Path) -> dict[str, Any]:
    try:
        return dict(json.loads(manifest.read_text(encoding="utf-8"))["options"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise HandposeError(
            f"{manifest}: not a manifest of synthetic hands ({error!r}); name a new folder"
        ) from None


def _generate_part(
    folder: Path, options: SynthConfig, state: str, render: Render, console: Console
) -> None:
    count, finished = options.count(state), finished_numbers(folder)
    _remove_leftovers(folder)
    missing = [number for number in range(count) if number not in finished]
    jobs = [
        (folder, options, state, missing[start : start + _AT_ONCE], render)
        for start in range(0, len(missing), _AT_ONCE)
    ]
    with image_bar(console, folder.name, count, count - len(missing)) as bar:
        for rendered in _render_all(jobs, options.workers):
            bar.advance(rendered)


def _remove_leftovers(folder: Path) -> None:
    """What killed processes had begun to write."""
    for leftover in folder.rglob(".*.part.*"):
        leftover.unlink()


def _render_all(jobs: list[tuple[Any, ...]], workers: int) -> Iterator[int]:
    return spread(render_pictures, jobs, workers, start_worker)


def start_worker() -> None:
    """A worker's first act: every process computes on one core, so that they share fairly."""
    import cv2

    cv2.setNumThreads(1)


def render_pictures(
    folder: Path, options: SynthConfig, state: str, numbers: list[int], render: Render
) -> int:
    """Render and write some pictures with their labels; how many."""
    rendered = []
    for number in numbers:
        one = render(options, state, number)
        write_pictures(folder, number, one)
        rendered.append(one)
    write_part(folder, numbers, rendered)
    return len(numbers)
