"""`handpose video`: hands followed through a video file, drawn and written down."""

from __future__ import annotations

import itertools
import math
import re
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import track

from handpose.errors import UsageError
from handpose.inference.find_pictures import shown
from handpose.inference.hands import Hands
from handpose.video.annotate import annotated
from handpose.video.chosen import Tracker, chosen_tracker
from handpose.video.find_video import find_video
from handpose.video.listening import listening
from handpose.video.options import VideoConfig
from handpose.video.reader import Frame, Span, Video, open_video, read_frames
from handpose.video.table import TABLES
from handpose.video.writer import video_writer

Record = Callable[[Frame, Hands], None]


def video(options: VideoConfig) -> Path:
    """Follow the hands through `options.video`; the folder of the results.

    Missing frames are told on standard error. Raises HandposeError when the video cannot be
    read, has no frame between start and end, or the results cannot be written.
    """
    path = find_video(options.video)
    folder = _folder(options, path)
    tracker = chosen_tracker(options)
    begin = time.perf_counter()
    with listening() as (stderr, complained), open_video(path) as opened:
        console = Console(file=stderr)
        span = _span(options)
        frames = read_frames(opened, span, complained, lambda line: _say(console, line))
        # A video that shows nothing must not leave a folder behind.
        first = next(frames)
        place, size = folder / path.stem, first.image.shape[:2]
        with _recorder(options, place, size, opened.rate / span.every) as record:
            bar = _with_bar(itertools.chain([first], frames), _expected(opened, span), console)
            counts = _follow(bar, tracker, record)
        _say(console, _report(counts, time.perf_counter() - begin, folder))
    return folder


def _span(options: VideoConfig) -> Span:
    return Span(options.start, math.inf if options.end is None else options.end, options.every)


def _folder(options: VideoConfig, path: Path) -> Path:
    if not options.out:
        title = re.sub(r"\W+", "_", path.name).strip("_")
        return Path(f"video_{title}")
    folder = Path(options.out)
    if folder.resolve() == path.resolve().parent:
        raise UsageError(
            shown(f"--out={folder}: holds {path.name} and what lies beside it; name another folder")
        )
    return folder


@contextmanager
def _recorder(
    options: VideoConfig, place: Path, size: tuple[int, int], rate: float
) -> Iterator[Record]:
    """A function that adds a frame's hands to the table and, with --draw, to the new video."""
    with ExitStack() as files:
        ending = options.table
        add = files.enter_context(TABLES[ending](place.with_name(f"{place.name}.{ending}")))
        if not options.draw:
            yield add
            return
        drawn = place.with_name(f"{place.name}.mp4")
        write = files.enter_context(video_writer(drawn, size, rate))

        def record(frame: Frame, hands: Hands) -> None:
            add(frame, hands)
            write(annotated(frame.image, hands))

        yield record


def _follow(frames: Iterable[Frame], tracker: Tracker, record: Record) -> list[int]:
    """How many hands each frame has, all of them recorded."""
    counts = []
    for frame in frames:
        hands = tracker(frame.image, frame.time)
        record(frame, hands)
        counts.append(len(hands))
    return counts


def _with_bar(frames: Iterable[Frame], expected: int | None, console: Console) -> Iterable[Frame]:
    quiet = not console.is_terminal
    return track(frames, "video", expected, console=console, transient=True, disable=quiet)


def _expected(video: Video, span: Span) -> int | None:
    """About how many frames will be used; None when nobody knows."""
    inside = min(video.promised, span.end * video.rate) - span.start * video.rate
    return max(1, math.ceil(inside / span.every)) if video.promised else None


def _report(counts: list[int], seconds: float, folder: Path) -> str:
    frames, hands = len(counts), sum(counts)
    return f"{frames} frames, {hands} hands, {frames / seconds:.1f} frames/s; open {folder}"


def _say(console: Console, line: str) -> None:
    console.print(shown(line), markup=False, soft_wrap=True, highlight=False)
