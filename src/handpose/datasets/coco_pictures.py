"""Where the picture of a COCO `file_name` lies; labelling tools write it in several ways."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from handpose.datasets.base import inside
from handpose.errors import BadSampleError
from handpose.pictures import decode

# Label Studio puts eight hexadecimal digits before the name of an uploaded picture.
_UPLOADED = re.compile(r"(?:^|/)upload/\d+/([^/]+)$")
_PREFIXED = re.compile(r"[0-9a-f]{8}-(.+)")
_UPWARDS = re.compile(r"^(\.\./)+")
# More folders would be looked through for a path that somebody made up.
_DEEPEST = 16


def picture_folders(labels: Path, image_path: str) -> list[Path]:
    """The folders that may hold the pictures of a JSON file, the likeliest first.

    `image_path` alone when it is given; otherwise the file's own folder and its `images`, and
    for a file in `annotations` the same beside that folder, with the subset's name as well:
    `annotations/person_keypoints_default.json` goes with `images/default`.
    """
    if image_path:
        return [Path(image_path)]
    above = [labels.parent]
    if labels.parent.name == "annotations":
        above.append(labels.parent.parent)
    subset = labels.stem.rsplit("_", 1)[-1]
    below = ("images", f"images/{subset}", subset)
    return above + [folder / name for folder in above for name in below]


def find_picture(file_name: str, folders: Sequence[Path]) -> Path:
    """The picture of a `file_name` in one of `folders`.

    Raises BadSampleError when none has it, or when the name leads out of the folder.
    """
    fault = BadSampleError(
        file_name, f"no such picture in {folders[0]}; give its folder with --image_path="
    )
    for folder, name in product(folders, _spellings(file_name)):
        try:
            path = inside(folder, name)
        except BadSampleError as error:
            fault = error
            continue
        if _is_file(path):
            return path
    raise fault


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name longer than the system allows
        return False


def _spellings(file_name: str) -> list[str]:
    """The names under which a picture may lie in its folder."""
    name = file_name.replace("\\", "/")
    if "?d=" in name:  # Label Studio's local storage: the path below its root
        names = _ends(unquote(name.split("?d=", 1)[1]))
    elif "://" in name:
        names = _ends(unquote(urlsplit(name).path))
    elif match := _UPLOADED.search(name):
        names = [unquote(match[1])]
    elif name.startswith("../"):  # Label Studio's COCO export: the path from where its server runs
        names = [name, *_ends(_UPWARDS.sub("", name))]
    else:
        names = [name]
    prefixed = _PREFIXED.fullmatch(names[-1].rsplit("/", 1)[-1])
    return [*names, prefixed[1]] if prefixed else names


def _ends(path: str) -> list[str]:
    """A path and what is left of it without its first folders, the longest first."""
    parts = path.lstrip("/").split("/")[-_DEEPEST:]
    return ["/".join(parts[first:]) for first in range(len(parts))]


def checked_size(declared: tuple[Any, Any], image: bytes, path: Path) -> tuple[int, int]:
    """Width and height of a stored picture, pixels; `declared` are those that it was labelled at.

    Raises BadSampleError when they differ, or as `decode` does.
    """
    height, width = decode(image, path).shape[:2]
    stored = (width, height)
    if declared != stored:
        turned = "turned by its EXIF data? store it upright"
        hint = turned if declared == stored[::-1] else "scaled after it was labelled?"
        raise BadSampleError(path, f"{_by(stored)} px, labelled as {_by(declared)} px; {hint}")
    return stored


def _by(size: tuple[Any, Any]) -> str:
    return "x".join(map(str, size))
