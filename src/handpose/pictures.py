"""Encoded pictures to arrays and back; a truncated or altered file is found, not half shown."""

from __future__ import annotations

import re
from pathlib import Path

import cv2
import numpy as np

from handpose.errors import BadSampleError
from handpose.files import atomic_path
from handpose.overheard import overhear
from handpose.picture_faults import fault

# JPEG has no checksum, but its decoder complains where the data make no sense. What it calls
# extraneous bytes is no loss: some cameras pad their pictures.
_LOST = re.compile(
    r"premature end of data segment|Premature end of JPEG file|bad (?:Huffman|arithmetic) code"
    r"|found marker 0x\w+ instead of RST\d|Inconsistent progression sequence"
)


def decode(encoded: bytes, file: object, *, upright: bool = False) -> np.ndarray:
    """The picture as RGB uint8 (height, width, 3).

    encoded: JPEG or PNG of any kind; transparency is left out, and of 16 bits the upper 8 are
    taken. file: what to name in errors; upright: turn it as its EXIF data say (off for datasets:
    their labels are on the stored pixels).
    Raises BadSampleError with the reason when any part of the picture is missing or altered, or
    when it is larger than `picture_faults` allows.
    """
    flags = cv2.IMREAD_COLOR if upright else cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION
    image, reason = _pixels(encoded, flags)
    if image is None:
        raise BadSampleError(file, reason)
    return cv2.cvtColor(image, cv2.COLOR_BGR2RGB)


def decode_mask(encoded: bytes, file: object) -> np.ndarray:
    """A one-channel PNG as uint8 (height, width); raises BadSampleError as `decode` does."""
    mask, reason = _pixels(encoded, cv2.IMREAD_UNCHANGED)
    if mask is None or mask.ndim != 2 or mask.dtype != np.uint8:
        raise BadSampleError(file, reason or "not an 8-bit one-channel picture")
    return mask


def encode_png(image: np.ndarray, level: int = 1) -> bytes:
    """An RGB uint8 picture (height, width, 3) as PNG; level: 0 (fast) to 9 (small)."""
    bgr = cv2.cvtColor(image, cv2.COLOR_RGB2BGR)
    return cv2.imencode(".png", bgr, [cv2.IMWRITE_PNG_COMPRESSION, level])[1].tobytes()


def write_picture(path: Path, image: np.ndarray) -> None:
    """Write an RGB uint8 picture (height, width, 3) atomically, as its ending says."""
    encoded = cv2.imencode(path.suffix, cv2.cvtColor(image, cv2.COLOR_RGB2BGR))[1]
    with atomic_path(path) as temporary:
        temporary.write_bytes(encoded.tobytes())


def _pixels(encoded: bytes, flags: int) -> tuple[np.ndarray | None, str]:
    """What OpenCV makes of a whole file, None where it gives up, and why that is no good."""
    reason = fault(encoded)
    if reason:
        return None, reason
    # The decoders write to standard error themselves, without a word about which picture it is.
    image, said = overhear(lambda: _decoded(encoded, flags))
    lost = _LOST.search(said)
    if image is None:
        return None, "cannot be decoded"
    return (None, f"an altered JPEG ({lost[0]})") if lost else (image, "")


def _decoded(encoded: bytes, flags: int) -> np.ndarray | None:
    try:
        return cv2.imdecode(np.frombuffer(encoded, np.uint8), flags)
    except cv2.error:  # for one, too little memory
        return None
