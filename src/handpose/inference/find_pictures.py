"""Which pictures a folder, a file or a glob means, and what to call each of them."""

from __future__ import annotations

import glob
import re
from dataclasses import dataclass
from pathlib import Path

from handpose.errors import HandposeError, UsageError

# What a folder is searched for. Only JPEG and PNG can be read: the others are named and
# skipped, not passed over in silence.
ENDINGS = frozenset(
    (".jpg", ".jpeg", ".png", ".bmp", ".gif", ".webp", ".avif", ".heic", ".tif", ".tiff")
)


@dataclass(frozen=True)
class PictureList:
    """Pictures below one folder.

    title: a word for file names, made from what was asked for.
    names: paths relative to `root`, with '/', sorted; no two are the same.
    """

    title: str
    root: Path
    names: tuple[str, ...]

    def outside(self, folder: Path) -> PictureList:
        """The pictures that do not lie in `folder`; raises HandposeError when all of them do."""
        # Earlier results inside the tested folder would be tested again. Where a link leads does
        # not matter, and one that leads to itself cannot be resolved.
        inside = folder.resolve()
        names = [
            name
            for name in self.names
            if not (self.root / name).parent.resolve().is_relative_to(inside)
        ]
        if not names:
            raise HandposeError(
                f"{folder}: holds all pictures and would take their results too; "
                "name another folder: --save_test_plot_path"
            )
        return PictureList(self.title, self.root, tuple(names))


def find_pictures(asked: str, data_path: str | Path, flag: str = "--test_data_path") -> PictureList:
    """The pictures of a folder with its subfolders, of one file, or of a glob.

    A relative path is tried as typed, then below `data_path`. Hidden files are left out; links
    that lead nowhere are not, so that reading them says so. flag: the option that asks.
    Raises UsageError when nothing is asked for and HandposeError when there is no picture.
    """
    if not asked:
        raise UsageError(
            f"{flag}=: a folder, a file or a glob expected, like: handpose test hand.jpg"
        )
    tried = list(dict.fromkeys([from_home(asked), Path(data_path) / asked]))
    for path in tried:
        found = _found(path)
        if found is not None:
            return _checked(found, f"{flag}={asked}")
    places = " or ".join(map(str, tried))
    raise HandposeError(shown(f"{flag}={asked}: no folder, file or glob {places}"))


def shown(text: str) -> str:
    """Text on one line: line ends and other characters without a shape become escapes."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def from_home(asked: str) -> Path:
    """A path as typed, with the user's own folder for a leading '~'."""
    try:
        return Path(asked).expanduser()
    except RuntimeError:  # a file called ~hand.jpg, which no user is
        return Path(asked)


def _found(path: Path) -> PictureList | None:
    try:
        return _searched(path)
    except OSError as error:
        raise HandposeError(f"{shown(str(path))}: {error.strerror}; name another one") from None


def _searched(path: Path) -> PictureList | None:
    if path.is_dir():
        files = [file for file in path.rglob("*") if file.suffix.lower() in ENDINGS]
        return _listed(path.resolve().name, path, files)
    if path.is_file():
        return _listed(path.name, path.parent, [path])
    # Path.glob raises an error of its own for patterns like '**.jpg'.
    files = [Path(file) for file in glob.glob(str(path), recursive=True)]  # noqa: PTH207
    return _listed(path.name, _fixed_part(path), files) if files else None


def _fixed_part(pattern: Path) -> Path:
    """The folders of a glob before its first wildcard."""
    fixed = []
    for part in pattern.parts[:-1]:
        if glob.has_magic(part):
            break
        fixed.append(part)
    return Path(*fixed)


def _listed(title: str, root: Path, files: list[Path]) -> PictureList:
    names = [file.relative_to(root) for file in files if _may_be_read(file)]
    shown = [name.as_posix() for name in names if not _is_hidden(name)]
    return PictureList(re.sub(r"\W+", "_", title).strip("_"), root, tuple(sorted(shown)))


def _may_be_read(file: Path) -> bool:
    """Whether something is a file, or nobody knows what; folders and pipes are left out."""
    try:
        return file.is_file() or not file.exists()
    except OSError:
        return True


def _is_hidden(name: Path) -> bool:
    return any(part.startswith(".") for part in name.parts)


def _checked(pictures: PictureList, asked: str) -> PictureList:
    if not pictures.names:
        raise HandposeError(shown(f"{asked}: no picture in {pictures.root}"))
    return pictures
