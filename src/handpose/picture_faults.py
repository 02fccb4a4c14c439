"""What is wrong with an encoded picture, found in its bytes before anything is decoded."""

from __future__ import annotations

import re
import zlib

# 384 MB as RGB: the largest single pictures of telephones and cameras in common use fit.
MOST_PIXELS = 128_000_000
# What a JPEG can hold, so that what was drawn on can be written again.
LONGEST_SIDE = 65_500
# A progressive picture has about ten; each more costs a walk over all its pixels.
MOST_SCANS = 50

_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
# Stuffed bytes, restarts and fill bytes have no content to step over.
_MARKER = re.compile(rb"\xff([^\x00\x01\xd0-\xd7\xff])", re.DOTALL)
_END, _SCAN = 0xD9, 0xDA
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def fault(encoded: bytes) -> str | None:
    """Why a JPEG or PNG is not to be decoded; None when it is whole and not too large.

    OpenCV fills what is missing with grey, and takes gigabytes when a header asks for them.
    """
    if encoded.startswith(_PNG):
        return _png_fault(memoryview(encoded))
    if encoded.startswith(_JPEG):
        return _jpeg_fault(encoded)
    return "neither JPEG nor PNG" if encoded else "an empty file"


def _png_fault(data: memoryview) -> str | None:
    """Walk the chunks (length, type, content, CRC-32) up to IEND."""
    at = len(_PNG)
    while at + 12 <= len(data):
        length = _number(data[at : at + 4])
        kind, end = bytes(data[at + 4 : at + 8]), at + 8 + length
        if end + 4 > len(data):
            break
        if zlib.crc32(data[at + 4 : end]) != _number(data[end : end + 4]):
            return "an altered PNG (checksum)"
        if kind == b"IHDR":
            large = _too_large(_number(data[at + 8 : at + 12]), _number(data[at + 12 : at + 16]))
            if large:
                return large
        if kind == b"IEND":
            return None
        at = end + 4
    return "a truncated PNG"


def _jpeg_fault(data: bytes) -> str | None:
    """Walk the markers up to the picture's own end.

    A preview inside has an end as well, and telephones put a film behind it.
    """
    at, scans = 2, 0
    while found := _MARKER.search(data, at):
        marker, at = found[1][0], found.end()
        if marker == _END:
            return None
        if marker in _FRAMES:
            large = _too_large(_number(data[at + 5 : at + 7]), _number(data[at + 3 : at + 5]))
            if large:
                return large
        scans += marker == _SCAN
        if scans > MOST_SCANS:
            return f"more than {MOST_SCANS} scans; save it as an ordinary JPEG"
        at += _number(data[at : at + 2])
    return "a truncated JPEG"


def _too_large(width: int, height: int) -> str | None:
    if max(width, height) <= LONGEST_SIDE and width * height <= MOST_PIXELS:
        return None
    return (
        f"{width}x{height} px; at most {MOST_PIXELS // 1_000_000} megapixels and "
        f"{LONGEST_SIDE} px a side can be read, scale it down"
    )


def _number(data: bytes | memoryview) -> int:
    return int.from_bytes(data, "big")
