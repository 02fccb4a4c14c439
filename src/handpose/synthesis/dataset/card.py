"""`handpose synth card`: how often everything occurs in a rendered dataset."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from handpose.datasets.rhd import ATTRIBUTES
from handpose.datasets.syn import read_attributes
from handpose.errors import HandposeError
from handpose.files import write_text
from handpose.synthesis.dataset.rhd_files import FOLDERS
from handpose.synthesis.options import SynthConfig

CARD = "card.md"
_BINS, _LONGEST_BAR = 6, 30

Rows = Sequence[Mapping[str, str | float]]


def card(options: SynthConfig) -> Path:
    """Write histograms of all attributes of the pictures in `options.out` as Markdown, `card.md`.

    Raises HandposeError when there are no attributes.
    """
    folder = Path(options.out)
    files = [folder / part / ATTRIBUTES for part in FOLDERS.values()]
    rows = [row for file in files if file.exists() for row in read_attributes(file).values()]
    if not rows:
        raise HandposeError(f"--out={folder}: no pictures of handpose synth in there")
    path = folder / CARD
    write_text(path, histograms(rows))
    print(f"histograms in {path}")
    return path


def histograms(rows: Rows) -> str:
    """A Markdown table with a part for every attribute, its values with shares and bars."""
    lines = [f"{len(rows)} pictures", "", "| attribute | value | share | |", "|---|---|---|---|"]
    for name in dict.fromkeys(key for row in rows for key in row):
        shown = name
        for value, count in counted([row[name] for row in rows if name in row]):
            share = count / len(rows)
            bar = "█" * round(_LONGEST_BAR * share)
            lines.append(f"| {shown} | {value} | {100 * share:.1f} % | {bar} |")
            shown = ""
    return "\n".join([*lines, ""])


def counted(values: Sequence[str | float]) -> list[tuple[str, int]]:
    """Words by their frequency, numbers in a few equal bins."""
    if any(isinstance(value, str) for value in values):
        return Counter(map(str, values)).most_common()
    counts, edges = np.histogram(np.array(values, float), bins=_BINS)
    bins = zip(edges[:-1], edges[1:], counts, strict=True)
    return [(f"{low:.3g} to {high:.3g}", int(count)) for low, high, count in bins]
