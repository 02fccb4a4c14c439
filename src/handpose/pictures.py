"""Encoded pictures to arrays; a truncated or altered file is found, not half shown."""

from __future__ import annotations

import zlib

import cv2
import numpy as np

from handpose.errors import BadSampleError

_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_JPEG_END = b"\xff\xd9"


def decode(encoded: bytes, file: object, *, upright: bool = False) -> np.ndarray:
    """The picture as RGB uint8 (height, width, 3).

    encoded: JPEG or PNG; file: what to name in errors; upright: turn it as its EXIF data say
    (off for datasets: their labels are on the stored pixels).
    Raises BadSampleError with the reason when any part of the picture is missing or altered.
    """
    reason = _fault(encoded)
    if reason:
        raise BadSampleError(file, reason)
    flags = cv2.IMREAD_COLOR if upright else cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION
    image = _pixels(encoded, flags)
    if image is None:
        raise BadSampleError(file, "cannot be decoded")
    return cv2.cvtColor(image, cv2.COLOR_BGR2RGB)


def decode_mask(encoded: bytes, file: object) -> np.ndarray:
    """A one-channel PNG as uint8 (height, width); raises BadSampleError as `decode` does."""
    reason = _fault(encoded)
    mask = None if reason else _pixels(encoded, cv2.IMREAD_UNCHANGED)
    if mask is None or mask.ndim != 2 or mask.dtype != np.uint8:
        raise BadSampleError(file, reason or "not an 8-bit one-channel picture")
    return mask


def encode_png(image: np.ndarray, level: int = 1) -> bytes:
    """An RGB uint8 picture (height, width, 3) as PNG; level: 0 (fast) to 9 (small)."""
    bgr = cv2.cvtColor(image, cv2.COLOR_RGB2BGR)
    return cv2.imencode(".png", bgr, [cv2.IMWRITE_PNG_COMPRESSION, level])[1].tobytes()


def _pixels(encoded: bytes, flags: int) -> np.ndarray | None:
    try:
        return cv2.imdecode(np.frombuffer(encoded, np.uint8), flags)
    except cv2.error:  # for one, more pixels than OpenCV allows
        return None


def _fault(encoded: bytes) -> str | None:
    # OpenCV fills what is missing with grey and succeeds, so the file itself is checked first.
    if encoded.startswith(_PNG):
        return _png_fault(memoryview(encoded))
    if encoded.startswith(_JPEG):
        whole = _JPEG_END in encoded[-65536:]
        return None if whole else "a truncated JPEG"
    return "neither JPEG nor PNG" if encoded else "an empty file"


def _png_fault(data: memoryview) -> str | None:
    """Walk the chunks (length, type, content, CRC-32) up to IEND."""
    at = len(_PNG)
    while at + 12 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        kind, end = bytes(data[at + 4 : at + 8]), at + 8 + length
        stored = int.from_bytes(data[end : end + 4], "big")
        if end + 4 <= len(data) and zlib.crc32(data[at + 4 : end]) != stored:
            return "an altered PNG (checksum)"
        if kind == b"IEND":
            return None
        at = end + 4
    return "a truncated PNG"
