"""Put a headless Chromium into a folder, for the tests of the page, without root.

    python tools/fetch_chromium.py .venv/chromium

Needs node with npm, and Linux on x86-64: the npm package @sparticuz/chromium holds a browser with
the libraries and the font that it needs, each packed with Brotli. Nothing is done when the folder
holds that version already.
"""

from __future__ import annotations

import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

import fire
from npm_package import unpacked

CHROMIUM = (
    "@sparticuz/chromium@147.0.0",
    "sha512-4ZKeAQQa8up2mt675qSitztLdbQrlf8BKdC5naeap+5Mv1OV1OlJdPoU+EJC/p5sQUJUQmN4r+q5+EhaaOUHpQ==",
)
LIBRARIES_AND_FONT = ("al2023.tar", "fonts.tar")
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir prefix="relative">fonts</dir></fontconfig>
"""
UNPACK = """
const { createReadStream, createWriteStream } = require("node:fs");
const { createBrotliDecompress } = require("node:zlib");
const [from, to] = process.argv.slice(1);
createReadStream(from).pipe(createBrotliDecompress()).pipe(createWriteStream(to));
"""


def main(out: str) -> None:
    """Fetch the browser unless it is there, and say where it is."""
    folder = Path(out)
    if not is_there(folder):
        with tempfile.TemporaryDirectory(dir=made(folder.parent)) as temporary:
            fresh = fetch(Path(temporary))
            shutil.rmtree(folder, ignore_errors=True)
            fresh.rename(folder)
    print(folder / "chromium")


def is_there(folder: Path) -> bool:
    """Whether a folder holds this version."""
    version = folder / "version.txt"
    return version.is_file() and version.read_text() == CHROMIUM[0]


def made(folder: Path) -> Path:
    """The folder, which exists now."""
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def fetch(temporary: Path) -> Path:
    """A folder with the browser, `lib/` and `fonts/`."""
    packed = unpacked(*CHROMIUM, temporary) / "bin"
    fresh = made(temporary / "chromium")
    for name in LIBRARIES_AND_FONT:
        brotli(packed / f"{name}.br", temporary / name)
        with tarfile.open(temporary / name) as archive:
            archive.extractall(fresh, filter="data")
    # The package's own looks for the font in another place.
    (fresh / "fonts.conf").write_text(FONTS)
    brotli(packed / "chromium.br", fresh / "chromium")
    (fresh / "chromium").chmod(0o755)
    (fresh / "version.txt").write_text(CHROMIUM[0])
    return fresh


def brotli(packed: Path, out: Path) -> None:
    """Unpack a file; node can, Python's own library cannot."""
    subprocess.run(["node", "-e", UNPACK, packed, out], check=True)


if __name__ == "__main__":
    fire.Fire(main)
