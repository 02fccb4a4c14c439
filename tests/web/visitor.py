"""What a visitor does on the page and reads there."""

from pathlib import Path

import numpy as np
from web.chromium import Chromium

READY = "!document.getElementById('file').disabled"


def visit(browser: Chromium, address: str) -> None:
    """Open the page and wait until its models are there."""
    browser.open(address)
    browser.wait_for(READY)


def choose(browser: Chromium, picture: Path) -> None:
    """Choose a picture and wait until it was looked at."""
    browser.choose("#file", picture)
    browser.wait_for(READY)


def drop(browser: Chromium, file: Path) -> None:
    """Drop a file onto the page and wait until it was looked at."""
    data = {"items": [], "files": [str(file)], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        browser.call("Input.dispatchDragEvent", type=kind, x=200, y=300, data=data)
    browser.wait_for(READY)


def text(browser: Chromium, element: str) -> str:
    """What an element of the page says."""
    return browser.evaluate(f"document.getElementById('{element}').textContent")


def hands(browser: Chromium) -> list[str]:
    """The line of each hand that the page shows, such as `Left hand, 95 %`."""
    folds = "Array.from(document.querySelectorAll('#hands > details:not([hidden])'), f => "
    return browser.evaluate(f"{folds}f.querySelector('summary').textContent)")


def table(browser: Chromium, hand: int = 0) -> np.ndarray:
    """The numbers (21, 3) that the page shows of a hand: x, y, picture pixels, and score."""
    folds = f"document.querySelectorAll('#hands > details')[{hand}]"
    cells = "Array.from(row.cells, cell => cell.textContent)"
    rows = browser.evaluate(f"Array.from({folds}.querySelectorAll('tr'), row => {cells})")
    return np.array([row[1:] for row in rows[1:]], float)
