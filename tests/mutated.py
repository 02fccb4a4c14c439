"""Small picture files of every kind, and damaged ones made of them."""

import zlib

import cv2
import encoded as files
import numpy as np

from handpose.pictures import encode_png

NOISE = np.random.default_rng(0).integers(0, 255, (12, 16, 3), np.uint8)
PLAIN = {
    "jpeg": files.jpeg(NOISE),
    "progressive": files.jpeg(NOISE, cv2.IMWRITE_JPEG_PROGRESSIVE, 1),
    "restarts": files.jpeg(NOISE, cv2.IMWRITE_JPEG_RST_INTERVAL, 1),
    "cmyk": files.CMYK_JPEG,
    "turned": files.turned(files.jpeg(NOISE), 6),
    "png": encode_png(NOISE),
    "turned png": files.turned(encode_png(NOISE), 6),
    "palette": files.png(files.PALETTE, 8, b"\x00", files.chunk(b"PLTE", bytes(6)), rows=9),
    "deep": files.png(files.RGBA, 16, bytes(8), rows=9),
    "animated": files.png(files.RGB, 8, bytes(3), files.chunk(b"acTL", bytes(7) + b"\x01")),
}
EACH = 100


def mutated(plain: bytes, seed: int) -> bytes:
    """A few bytes changed, most of them in the header, and now and then the end cut off."""
    rng = np.random.default_rng(seed)
    data = bytearray(plain)
    reach = len(data) if seed % 2 else min(len(data), 60)
    for at in rng.integers(0, reach, rng.integers(1, 5)):
        data[at] = rng.integers(0, 256)
    if seed % 5 == 0:
        del data[rng.integers(0, len(data)) :]
    # Otherwise hardly a PNG would get past its checksums and into the decoder.
    return _checksums_mended(data) if seed % 3 else bytes(data)


def _checksums_mended(data: bytearray) -> bytes:
    at = 8
    while data.startswith(files.PNG_START) and at + 12 <= len(data):
        end = at + 8 + int.from_bytes(data[at : at + 4], "big")
        if end + 4 > len(data):
            break
        data[end : end + 4] = zlib.crc32(data[at + 4 : end]).to_bytes(4, "big")
        at = end + 4
    return bytes(data)
