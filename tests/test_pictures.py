"""Encoded pictures to arrays: what is broken is found, whatever OpenCV makes of it."""

import struct
import zlib

import cv2
import numpy as np
import pytest

from handpose.errors import BadSampleError
from handpose.pictures import decode, decode_mask, encode_png

RED = np.zeros((6, 4, 3), np.uint8) + np.array([255, 0, 0], np.uint8)
NOISE = np.random.default_rng(0).integers(0, 255, (40, 40, 3), np.uint8)
PNG = encode_png(NOISE)
JPEG = cv2.imencode(".jpg", NOISE)[1].tobytes()


def chunk(kind: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)


def png_of_size(width: int, height: int) -> bytes:
    """A PNG whose checksums are right and that holds next to no pixels."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    content = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"0")) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + content


def test_a_picture_comes_as_rgb():
    assert (decode(encode_png(RED), "red.png") == RED).all()


@pytest.mark.parametrize("level", [0, 9])
def test_png_keeps_every_pixel(level):
    assert (decode(encode_png(NOISE, level), "noise.png") == NOISE).all()


@pytest.mark.parametrize(
    ("encoded", "reason"),
    [
        (b"", "an empty file"),
        (b"GIF89a", "neither JPEG nor PNG"),
        (PNG[:-5], "a truncated PNG"),
        (PNG[: len(PNG) // 2], "a truncated PNG"),
        (PNG[:60] + bytes([PNG[60] ^ 1]) + PNG[61:], "an altered PNG (checksum)"),
        (JPEG[: len(JPEG) // 2], "a truncated JPEG"),
        (b"\xff\xd8\xff\xd9" + bytes(100), "cannot be decoded"),
        (png_of_size(100_000, 100_000), "cannot be decoded"),
    ],
)
def test_a_broken_picture_is_named_with_its_reason(encoded, reason):
    with pytest.raises(BadSampleError) as caught:
        decode(encoded, "hand.png")
    assert str(caught.value) == f"hand.png: {reason}"


def test_a_mask_is_one_channel_of_eight_bits():
    mask = np.arange(12, dtype=np.uint8).reshape(3, 4)
    encoded = cv2.imencode(".png", mask)[1].tobytes()
    assert (decode_mask(encoded, "mask.png") == mask).all()
    for wrong in (PNG, cv2.imencode(".png", mask.astype(np.uint16))[1].tobytes()):
        with pytest.raises(BadSampleError, match="not an 8-bit one-channel picture"):
            decode_mask(wrong, "mask.png")
