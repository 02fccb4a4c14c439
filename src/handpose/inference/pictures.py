"""`test`: find the hands in pictures and leave drawings, COCO results and a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.progress import track

from handpose import shipped
from handpose.config import Config
from handpose.errors import BadSampleError, HandposeError
from handpose.files import check_writable
from handpose.inference.chosen import chosen_finder, exported_file
from handpose.inference.find_pictures import PictureList, find_pictures, shown
from handpose.inference.hands import Hands
from handpose.inference.panels import write_panels
from handpose.inference.results import write_coco, write_csv, write_drawing
from handpose.inference.search import Search, detector_of, searching
from handpose.pictures import decode
from handpose.quiet import quiet_start
from handpose.runs.results import results_folder

Picture = tuple[str, np.ndarray]
FindAll = Callable[[Sequence[np.ndarray]], list[Hands]]

# Nothing that can be decoded needs more; a film with a picture's ending would fill the memory.
MOST_BYTES = 1_000_000_000
# Large pictures go through the network fewer at a time: 300 MB of them are enough.
PIXELS_AT_ONCE = 100_000_000


def test(config: Config) -> Path:
    """Find the hands in every picture of `config.test_data_path`; the folder of the results.

    With `config.cropped` each picture is one hand and is not searched. A picture that cannot be
    read is named on standard error and skipped. Raises HandposeError when there is no picture,
    none can be read, or there is no network to use.
    """
    console = Console(stderr=True)
    pictures = find_pictures(config.test_data_path, config.data_path)
    folder = _folder(config, pictures.title)
    pictures = pictures.outside(folder)
    # A misspelt network must not leave a folder behind.
    find, batch = _find_all(config, len(pictures.names))
    check_writable(folder)
    found: dict[str, Hands] = {}
    for images in _batches(_readable(pictures, console), batch):
        for name, image, hands in _with_hands(images, find):
            found[_in_utf_8(name)] = hands
            _draw(folder, name, image, hands, config)
    if not found:
        raise HandposeError(
            f"{shown(str(pictures.root))}: none of {len(pictures.names)} pictures can be read"
        )
    write_coco(folder / "predictions.json", found)
    write_csv(folder / "predictions.csv", found)
    _report(console, pictures, found, folder)
    return folder


def _with_hands(
    images: Sequence[Picture], find: FindAll
) -> Iterator[tuple[str, np.ndarray, Hands]]:
    hands = find([image for _, image in images])
    for (name, image), own in zip(images, hands, strict=True):
        yield name, image, own


def _find_all(config: Config, count: int) -> tuple[FindAll, int]:
    """What finds the hands of several pictures, and of how many at a time."""
    if config.cropped:
        finder = chosen_finder(config, min(config.batch_size, count))
        return finder.in_crops, finder.batch
    search = _search(config)
    return lambda images: [search(image) for image in images], 1


def _search(config: Config) -> Search:
    file = shipped.detector(config.detector, shipped.CROPPED)
    with quiet_start():
        detector = detector_of(file, config.least_sureness, config.tiles)
    # Most pictures show one hand: a larger batch would be filled up with black crops.
    return searching(detector, chosen_finder(config, 1).in_boxes, config.least_sureness)


def _folder(config: Config, title: str) -> Path:
    if config.save_test_plot_path:
        return Path(config.save_test_plot_path)
    # A model file needs neither a run nor a data folder, so its results go where the user is.
    place = Path() if exported_file(config) else results_folder(config)
    return place / f"test_{title}"


def _readable(pictures: PictureList, console: Console) -> Iterator[Picture]:
    """Names and RGB pictures, upright as their EXIF data say; others are named and left out."""
    quiet = not console.is_terminal
    for name in track(pictures.names, "test", console=console, transient=True, disable=quiet):
        try:
            yield name, decode(_content(pictures.root / name, name), name, upright=True)
        except BadSampleError as error:
            line = shown(f"skipped {error}")
            console.print(line, markup=False, soft_wrap=True, highlight=False)


def _content(path: Path, name: str) -> bytes:
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            most = MOST_BYTES // 1_000_000
            raise BadSampleError(name, f"{size // 1_000_000} MB, at most {most} MB can be read")
        return path.read_bytes()
    except OSError as error:
        raise BadSampleError(name, error.strerror or "cannot be read") from None


def _batches(pictures: Iterable[Picture], size: int) -> Iterator[list[Picture]]:
    batch: list[Picture] = []
    pixels = 0
    for name, image in pictures:
        batch.append((name, image))
        pixels += image.shape[0] * image.shape[1]
        if len(batch) == size or pixels >= PIXELS_AT_ONCE:
            yield batch
            batch, pixels = [], 0
    if batch:
        yield batch


def _in_utf_8(name: str) -> str:
    # A file's name may hold any bytes, JSON and CSV files may not.
    return name.encode(errors="backslashreplace").decode()


def _draw(folder: Path, name: str, image: np.ndarray, hands: Hands, config: Config) -> None:
    write_drawing(folder / "pictures", name, image, hands)
    if config.plot_eval:
        for place, hand in enumerate(hands):
            own = name if config.cropped else f"{name}_{place}"
            write_panels(folder / "panels", own, image, hand, config.cropped)


def _report(console: Console, pictures: PictureList, found: dict[str, Hands], folder: Path) -> None:
    hands, skipped = sum(map(len, found.values())), len(pictures.names) - len(found)
    line = f"{len(found)} pictures tested, {hands} hands, {skipped} skipped; open {folder}"
    console.print(line, markup=False, soft_wrap=True, highlight=False)
