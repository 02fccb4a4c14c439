"""Packages of the npm registry by version and checksum, through npm itself."""

from __future__ import annotations

import base64
import hashlib
import subprocess
import tarfile
from pathlib import Path


def unpacked(name: str, integrity: str, folder: Path) -> Path:
    """Download a package and unpack it below a folder; the folder with its content.

    name: with the version, such as `@litertjs/core@2.5.3`; integrity: the registry's
    `sha512-...`, as `npm view NAME dist.integrity` tells. Exits when the package is another one.
    """
    own = folder / name.replace("/", "_")
    own.mkdir(parents=True)
    subprocess.run(
        ["npm", "pack", "--silent", name], cwd=own, check=True, stdout=subprocess.DEVNULL
    )
    (archive,) = own.glob("*.tgz")
    found = integrity_of(archive.read_bytes())
    if found != integrity:
        raise SystemExit(f"{name}: its checksum is {found}, {integrity} expected; do not use it")
    with tarfile.open(archive) as content:
        content.extractall(own, filter="data")
    return own / "package"


def integrity_of(content: bytes) -> str:
    """The checksum of bytes as npm writes it."""
    return "sha512-" + base64.b64encode(hashlib.sha512(content).digest()).decode()
