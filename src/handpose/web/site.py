"""Every file of the page: its own, the runtime's, the models, and what the models take."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from handpose.hand import KEYPOINTS, SKELETON, colour_of
from handpose.web.models import WebModel

FOLDER = Path(__file__).parent
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".tflite": "application/octet-stream",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
}
ABOUT = "about.json"

Site = Mapping[str, bytes]


def site(landmarker: WebModel, detector: WebModel | None) -> Site:
    """The files by their address below the page's, such as `vendor/litert.js`."""
    models = {"landmarker": landmarker, "detector": detector}
    about = {name: _about(name, model) for name, model in models.items()}
    return {
        **_files(FOLDER / "page", ""),
        **_files(FOLDER / "vendor", "vendor/"),
        **{_place(name): model.content for name, model in models.items() if model},
        ABOUT: json.dumps({"hand": _hand(), **about}).encode(),
    }


def _files(folder: Path, prefix: str) -> Site:
    """What a folder holds of the kinds that browsers ask for."""
    paths = sorted(path for path in folder.iterdir() if path.suffix in TYPES)
    return {prefix + path.name: path.read_bytes() for path in paths}


def _hand() -> Mapping[str, Any]:
    """What the page draws: names, bones and colours have one home, `handpose.hand`."""
    colours = [colour_of(keypoint) for keypoint in range(len(KEYPOINTS))]
    return {"names": KEYPOINTS, "skeleton": SKELETON, "colours": colours}


def _about(name: str, model: WebModel | None) -> Mapping[str, Any] | None:
    return None if model is None else {"file": _place(name), **model.about}


def _place(name: str) -> str:
    return f"models/{name}.tflite"
