"""Which file a video is, and whether its first bytes are those of a video at all."""

from __future__ import annotations

import re
from pathlib import Path

from handpose.errors import HandposeError, UsageError
from handpose.inference.find_pictures import from_home, shown

# Only files that hold their own pictures: what FFmpeg takes for a playlist makes it open others.
_CONTAINERS = re.compile(
    rb".{4}(?:ftyp|moov|mdat|free|skip|wide|pnot)"  # MP4, MOV, 3GP
    rb"|\x1a\x45\xdf\xa3"  # Matroska, WebM
    rb"|RIFF.{4}AVI "
    rb"|G.{187}G|.{4}G.{191}G"  # MPEG transport streams, as broadcast and of camcorders
    rb"|\x00\x00\x01[\xba\xb3]"  # MPEG programme and video streams
    rb"|FLV\x01|OggS|GIF8[79]a|\x30\x26\xb2\x75\x8e\x66\xcf\x11",  # the last: ASF, WMV
    re.DOTALL,
)
_KNOWN = "MP4, MOV, MKV, WebM, AVI, MPEG, FLV, Ogg, WMV or GIF"
_ENOUGH = 200  # bytes, two packets of a transport stream


def find_video(asked: str) -> Path:
    """The video file that is asked for.

    Raises UsageError when none is named and HandposeError when it is not there or no video.
    """
    if not asked:
        raise UsageError("--video=: a video's file expected, like: handpose video clip.mp4")
    path = from_home(asked)
    if not path.is_file():
        what = "a folder" if path.is_dir() else "no such file"
        raise HandposeError(shown(f"--video={asked}: {what}; a video's file expected"))
    _check_content(path)
    return path


def _check_content(path: Path) -> None:
    try:
        with path.open("rb") as file:
            begin = file.read(_ENOUGH)
    except OSError as error:
        reason = f"cannot be read ({error.strerror or error}); name another one"
    else:
        reason = _fault(begin)
    if reason:
        raise HandposeError(shown(f"{path}: {reason}"))


def _fault(begin: bytes) -> str:
    if not begin:
        return "an empty file; copy or record it again"
    if begin.startswith((b"\xff\xd8\xff", b"\x89PNG")):
        return "a picture; use: handpose test"
    return "" if _CONTAINERS.match(begin) else f"no video; {_KNOWN} expected"
