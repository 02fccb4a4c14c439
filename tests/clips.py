"""Small videos whose frames can be told apart, and MP4 files with another clock, turn or start."""

import struct
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

_STEP = 8  # of 255, from the grey of one frame to that of the next

# The boxes round the table of durations, the outermost first.
_ROUND_DURATIONS = (b"moov", b"trak", b"mdia", b"minf", b"stbl")


def write_frames(path: Path, frames: Sequence[np.ndarray], rate: float = 10) -> Path:
    """RGB frames as MPEG-4, or as JPEG pictures where the file is an .avi."""
    height, width = frames[0].shape[:2]
    code = cv2.VideoWriter.fourcc(*("MJPG" if path.suffix == ".avi" else "mp4v"))
    writer = cv2.VideoWriter(str(path), cv2.CAP_FFMPEG, code, rate, (width, height))
    for frame in frames:
        writer.write(np.ascontiguousarray(frame[..., ::-1]))
    writer.release()
    return path


def write_clip(path: Path, count: int = 10, size: tuple[int, int] = (48, 64)) -> Path:
    """Ten frames a second, each of a grey of its own: see `number_in`."""
    return write_frames(path, [np.full((*size, 3), _STEP * n, np.uint8) for n in range(count)])


def number_in(image: np.ndarray) -> int:
    """Which frame of `write_clip` a picture is."""
    return round(float(image.mean()) / _STEP)


def turned_right(mp4: bytes) -> bytes:
    """An MP4 file that is to be shown turned by 90 degrees clockwise, as telephones write it."""
    matrix = (0, 1 << 16, 0, -(1 << 16), 0, 0, 0, 0, 1 << 30)
    at = mp4.index(b"tkhd") + 44
    return mp4[:at] + struct.pack(">9i", *matrix) + mp4[at + 36 :]


def with_durations(mp4: bytes, durations: Sequence[float]) -> bytes:
    """An MP4 file of `write_clip` whose frames last so long, seconds."""
    at = mp4.index(b"stts") - 4
    (length,) = struct.unpack_from(">I", mp4, at)
    (tenth,) = struct.unpack_from(
        ">I", mp4, at + 20
    )  # all frames last as long, a tenth of a second
    rows = b"".join(struct.pack(">II", 1, round(10 * tenth * one)) for one in durations)
    table = struct.pack(">I4sII", 16 + len(rows), b"stts", 0, len(durations)) + rows
    grown = bytearray(mp4[:at] + table + mp4[at + length :])
    for name in _ROUND_DURATIONS:
        start = grown.index(name) - 4
        (size,) = struct.unpack_from(">I", grown, start)
        struct.pack_into(">I", grown, start, size + len(table) - length)
    # The edit list says how much of them is shown, in thousandths of a second.
    struct.pack_into(">I", grown, grown.index(b"elst") + 12, round(1000 * sum(durations)))
    return bytes(grown)


def beginning_later(mp4: bytes, frames: int) -> bytes:
    """An MP4 file of `write_clip` whose first frames are cut away by its edit list."""
    (tenth,) = struct.unpack_from(">I", mp4, mp4.index(b"stts") + 16)
    at = mp4.index(b"elst") + 16
    return mp4[:at] + struct.pack(">I", frames * tenth) + mp4[at + 4 :]


def first_frames(avi: bytes, count: int) -> bytes:
    """An AVI file of `write_clip` that is cut off after so many frames."""
    end = avi.index(b"movi")
    for _ in range(count + 1):
        end = avi.index(b"00dc", end + 4)
    return avi[:end]


def sound_only(mp4: bytes) -> bytes:
    """An MP4 file whose only track claims to be sound."""
    return mp4.replace(b"vide", b"soun", 1)
