"""Where the picture of a COCO `file_name` lies; labelling tools write it in several ways."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote

from handpose.datasets.base import inside
from handpose.errors import BadSampleError

# Label Studio puts eight hexadecimal digits before the name of an uploaded picture.
_UPLOADED = re.compile(r"(?:^|/)upload/\d+/([^/]+)$")
_PREFIXED = re.compile(r"[0-9a-f]{8}-(.+)")


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
    for folder in folders:
        for name in _spellings(file_name):
            if _is_file(path := inside(folder, name)):
                return path
    raise BadSampleError(
        file_name, f"no such picture in {folders[0]}; give its folder with --image_path="
    )


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name longer than the system allows
        return False


def _spellings(file_name: str) -> list[str]:
    """The names under which a picture may lie in its folder."""
    name = file_name.replace("\\", "/")
    if "?d=" in name:  # Label Studio's local storage: the path below its root
        path = unquote(name.split("?d=", 1)[1]).lstrip("/")
        names = [path, path.rsplit("/", 1)[-1]]
    elif match := _UPLOADED.search(name):
        names = [unquote(match[1])]
    else:
        names = [name]
    prefixed = _PREFIXED.fullmatch(names[-1].rsplit("/", 1)[-1])
    return [*names, prefixed[1]] if prefixed else names
