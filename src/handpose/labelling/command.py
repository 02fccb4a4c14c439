"""`handpose prelabel`: the hands of pictures as labels for people to correct."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

from rich.console import Console
from rich.progress import track

from handpose.errors import BadSampleError, HandposeError, UsageError
from handpose.files import check_writable, write_json, write_text
from handpose.inference.find_pictures import PictureList, find_pictures, shown
from handpose.inference.search import Search
from handpose.labelling.coco import coco_file
from handpose.labelling.cvat import cvat_labels
from handpose.labelling.drafts import Draft, draft
from handpose.labelling.finder import finder
from handpose.labelling.label_studio import label_config, tasks
from handpose.labelling.options import PrelabelConfig
from handpose.labelling.pictures import read_upright
from handpose.quiet import quiet_start

_LOCAL_FILES = "/data/local-files/?d="


def prelabel(options: PrelabelConfig, find: Search | None = None) -> Path:
    """Write the hands of every picture for the tool `options.format`; the folder of the files.

    find: finds hands in a picture; None: the models that the options name.
    A picture that cannot be used is named on standard error and left out. Raises UsageError when
    `options.out` holds anything, HandposeError when no picture is there or can be used.
    """
    console = Console(stderr=True)
    pictures = _asked(options)
    out = _new_folder(options, pictures)
    with quiet_start():
        find = finder(options) if find is None else find
    check_writable(out)
    drafts = list(_drafts(pictures, find, options.min_score, console))
    if not drafts:
        count = len(pictures.names)
        raise HandposeError(f"{shown(str(pictures.root))}: none of {count} pictures can be used")
    _write(out, drafts, pictures, options)
    _report(console, out, drafts, pictures)
    return out


def _asked(options: PrelabelConfig) -> PictureList:
    if not options.pictures:
        raise UsageError("a folder, a file or a glob expected, like: handpose prelabel photos")
    return find_pictures(options.pictures, options.data_path, "--pictures")


def _new_folder(options: PrelabelConfig, pictures: PictureList) -> Path:
    out = Path(options.out or f"prelabel_{pictures.title}")
    if out.is_file() or (out.is_dir() and any(out.iterdir())):
        raise UsageError(
            f"--out={out}: is there already, and may hold corrected labels; name a new folder"
        )
    return out


def _drafts(
    pictures: PictureList, find: Search, min_score: float, console: Console
) -> Iterator[Draft]:
    quiet = not console.is_terminal
    for name in track(pictures.names, "prelabel", console=console, transient=True, disable=quiet):
        try:
            image = read_upright(pictures.root, name)
        except BadSampleError as error:
            _say(console, shown(f"skipped {error}"))
            continue
        yield draft(name, image.shape[:2], find(image), min_score)


def _write(
    out: Path, drafts: Sequence[Draft], pictures: PictureList, options: PrelabelConfig
) -> None:
    if options.format == "label_studio":
        write_text(out / "label_config.xml", label_config())
        write_json(out / "tasks.json", tasks(drafts, options.image_url or _local_url(pictures)))
        return
    if options.format == "cvat":
        write_json(out / "labels.json", cvat_labels())
    write_json(out / "hands.json", coco_file(drafts))


def _local_url(pictures: PictureList) -> str:
    """Where Label Studio finds local files: by their path below its document root."""
    # It refuses pictures that lie in the document root itself.
    return f"{_LOCAL_FILES}{quote(pictures.root.resolve().name)}/"


def _report(console: Console, out: Path, drafts: Sequence[Draft], pictures: PictureList) -> None:
    hands = sum(len(one.hands) for one in drafts)
    skipped = len(pictures.names) - len(drafts)
    _say(console, f"{len(drafts)} pictures, {hands} hands, {skipped} skipped; open {out}")


def _say(console: Console, line: str) -> None:
    console.print(line, markup=False, soft_wrap=True, highlight=False)
