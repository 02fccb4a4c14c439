"""`handpose data check PATH`: counts and faults of a dataset, each fault with its file."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import islice
from pathlib import Path

from rich.console import Console
from rich.progress import track

from handpose.config import Config
from handpose.datasets.check_facts import Facts, Fault, examine
from handpose.datasets.check_faults import (
    duplicates,
    outside_picture,
    reversed_hands,
    reversed_order,
    visible_outside,
)
from handpose.datasets.check_layout import Part, find_parts
from handpose.sample import Sample

SHOWN = 20  # faults of one kind that are named one by one
CHUNK = 256  # samples in work at once; bounds the pictures in memory


def check(path: Path, config: Config) -> int:
    """Print what the dataset at `path` holds and every fault; 1 when there is any, else 0.

    Raises HandposeError when no dataset is there or its labels cannot be read at all.
    """
    samples, unusable = [], []
    for part in find_parts(path, config):
        found = list(_examined(part, config))
        facts = [one for one in found if isinstance(one, Facts)]
        samples += facts
        unusable += [one for one in found if isinstance(one, Fault)]
        print("\n".join(_summary(part, facts)))
    faults = {
        "cannot be used": unusable,
        "visible keypoints outside the picture": visible_outside(samples),
        "duplicates": duplicates(samples),
        "reversed hands": reversed_hands(samples),
        "reversed order": reversed_order(str(path), samples),
    }
    return _report(faults)


def _examined(part: Part, config: Config) -> Iterator[Facts | Fault]:
    console = Console(stderr=True)
    quiet = not console.is_terminal
    title = f"{part.dataset} {part.state}"
    findings = _in_threads(partial(examine, part.state), part.readers, config.workers)
    yield from track(
        findings, title, total=part.count, console=console, transient=True, disable=quiet
    )


def _in_threads(
    work: Callable[[Callable[[], Sample]], Facts | Fault],
    readers: Iterator[Callable[[], Sample]],
    workers: int,
) -> Iterator[Facts | Fault]:
    # Reading and decoding pictures release the interpreter's lock.
    with ThreadPoolExecutor(workers or os.cpu_count() or 1) as pool:
        while chunk := list(islice(readers, CHUNK)):
            yield from pool.map(work, chunk)


def _summary(part: Part, samples: Sequence[Facts]) -> list[str]:
    """The lines that say what a part holds."""
    title = f"{part.dataset} {part.state}: {len(samples)} of {part.count} samples usable"
    if not samples:
        return [title]
    hands = Counter(facts.handedness for facts in samples)
    labelled, visible = (
        sum(int(getattr(facts, flag).sum()) for facts in samples)
        for flag in ("labelled", "visible")
    )
    outside = sum(len(outside_picture(facts)) for facts in samples)
    return [
        title,
        f"  pictures   {_sizes(samples)}",
        f"  hands      {', '.join(f'{count} {side}' for side, count in sorted(hands.items()))}",
        f"  keypoints  {labelled} labelled, {visible} visible, {outside} outside the picture",
    ]


def _sizes(samples: Sequence[Facts]) -> str:
    pictures = len({facts.digest for facts in samples})
    heights, widths = zip(*(facts.image_size for facts in samples), strict=True)
    least, most = f"{min(widths)}x{min(heights)}", f"{max(widths)}x{max(heights)}"
    return f"{pictures}, {least} px" if least == most else f"{pictures}, {least} to {most} px"


def _report(faults: dict[str, list[Fault]]) -> int:
    for kind, members in faults.items():
        if members:
            print(f"\n{kind}: {len(members)}")
        for fault in members[:SHOWN]:
            print(f"  {fault.file}: {fault.reason}")
        if len(members) > SHOWN:
            print(f"  and {len(members) - SHOWN} more")
    total = sum(map(len, faults.values()))
    print(f"\n{total} {'fault' if total == 1 else 'faults'}" if total else "nothing wrong")
    return 1 if total else 0
